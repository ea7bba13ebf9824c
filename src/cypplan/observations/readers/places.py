"""Areas as files write them: GSS codes, three-digit codes, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.areas import Areas

__all__ = ["Places"]

_GSS: Final = re.compile(r"[A-Z][0-9]{8}")
_SHOWN: Final = 60


@attrs.frozen
class Places:
    """Finds the GSS code of what a file gives as an area.

    Without areas to look up in, only GSS codes are taken, as published. With them a code or a name is given
    the code in force; a GSS code that is not among them is taken as published, unless ``strict`` is on.
    """

    areas: Areas | None = None
    strict: bool = False
    others: Mapping[str, str] = attrs.field(factory=dict)
    """Codes of texts that no list of areas has, looked up last."""

    def find(self, *texts: str | None) -> tuple[str | None, str | None]:
        """Return the code of the first text that names an area, or ``None`` and what is wrong."""
        given = [text.strip() for text in texts if text and text.strip()]
        given = [text for text in given if text.casefold() not in {"z", "x", "u", ":", ".", "nan", "null"}]
        faults: list[str] = []
        for text in given:
            code, fault = self._one(text)
            if code:
                return code, None
            faults.append(fault or "")
        for text in given:
            if text in self.others:
                return self.others[text], None
        return None, faults[0] if faults else "no area is given"

    def _one(self, text: str) -> tuple[str | None, str | None]:
        is_code = bool(_GSS.fullmatch(text))
        if self.areas is None:
            if is_code:
                return text, None
            return None, f'"{text[:_SHOWN]}" is no GSS code, and no areas were given to look it up in'
        try:
            return self.areas.find(text[:200]).code, None
        except LookupFailed as fault:
            if is_code and not self.strict:
                return text, None
            several = type(fault) is not LookupFailed
            return None, f'"{text[:_SHOWN]}" {"fits several areas" if several else "is no known area"}'
