"""What a check of the contract finds wrong, and how a failed check reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Problem", "told"]

_SHOWN: Final = 20


@attrs.frozen
class Problem:
    """One thing that a check holds against a plugin."""

    where: str
    """Which part of the plugin: the path of a fact, the code of a rule, the kind of a failure."""
    what: str
    """What is wrong with it."""
    do: str
    """What to do about it."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. To do: {self.do}"


def told(check: str, problems: Sequence[Problem]) -> str:
    """Return the message of a failed check: its problems, and how a known one is declared."""
    lines = [f"  {one}" for one in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"  … and {len(problems) - _SHOWN} more")
    many = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    key = f"{check}:{problems[0].where}"
    hint = f'What has to stay as it is, is declared with its reason: contract(…, known={{"{key}": "why"}})'
    return "\n".join([f"{check}: {many}", *lines, hint])
