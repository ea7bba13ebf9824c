"""Areas of England: their codes, names and kinds, and what became of them.

An area is known by its GSS code (nine characters, from the Office for National Statistics). Codes change when
boundaries do and names are written in many ways; :class:`Areas` finds an area by any of them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

__all__ = ["AmbiguousAreaError", "Area", "AreaKind", "Areas", "name_key"]

_GSS: Final = re.compile(r"[A-Z][0-9]{8}")
_DFE: Final = re.compile(r"[0-9]{3}")
_FORMER: Final = re.compile(r"\(\s*pre[ -]lg[^)]*\)", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"(?:,? (?:city|county|royal borough|borough) of"
    r"| (?:ua|cc|md|lb|(?:(?:county|city|(?:metropolitan |london )?borough|district) )?council|borough))$"
)
_HEAD: Final = re.compile(r"^(?:city|county|(?:(?:royal|london|metropolitan) )?borough) (?:of )?(?=.)")


class AreaKind(StrEnum):
    """The kinds of area; an authority is the upper tier, which answers for children's services."""

    COUNTRY = "country"
    REGION = "region"
    AUTHORITY = "authority"
    DISTRICT = "district"
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> AreaKind:
        kinds = ", ".join(f'"{kind}"' for kind in cls)
        raise ValueFault(f'"{value}" is no kind of area; write one of {kinds}')


def _fault(field: str, value: object, wanted: str) -> None:
    raise ValueFault(f'{field}: "{value}" is {wanted}')


def _check_gss(field: str, value: str) -> None:
    if not _GSS.fullmatch(value):
        _fault(field, value, 'no GSS code; write a letter and eight digits, such as "E06000007"')


def _gss(_area: object, attribute: attrs.Attribute[str], value: str) -> None:
    _check_gss(attribute.name, value)


def _all_gss(_area: object, attribute: attrs.Attribute[tuple[str, ...]], values: tuple[str, ...]) -> None:
    for value in values:
        _check_gss(attribute.name, value)


def _dfe(_area: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _DFE.fullmatch(value):
        _fault(attribute.name, value, 'no DfE code; write three digits, such as "877", or leave it out')


def _named(_area: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not name_key(value):
        _fault(attribute.name, value, "no name of an area; give the name as published")


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise ValueFault(f'"{values}" is one text where several may stand; give a tuple of texts')
    return tuple(values)


def _codes() -> tuple[str, ...]:
    return attrs.field(default=(), converter=_texts, validator=_all_gss)


@attrs.frozen
class Area:
    """One area, as it was between two dates.

    Attributes:
        code: its GSS code, the id.
        name: its name as published by the Office for National Statistics.
        kind: what it is.
        dfe_code: the three-digit code that the Department for Education uses.
        region: the GSS code of its region.
        former_codes: codes that the same territory had before it was given a new one.
        other_names: names that published files use for it as well.
        start: its first day; ``None`` where that is not known.
        end: its last day; ``None`` while it exists.
        predecessors: codes of the areas that it took the place of.
        successors: codes of the areas that took its place.

    Raises:
        ValueFault: a code has the wrong form, the name is empty, or the area ends before it starts.
    """

    code: str = attrs.field(validator=_gss)
    name: str = attrs.field(validator=_named)
    kind: AreaKind = attrs.field(converter=AreaKind)
    dfe_code: str | None = attrs.field(default=None, validator=attrs.validators.optional(_dfe))
    region: str | None = attrs.field(default=None, validator=attrs.validators.optional(_gss))
    former_codes: tuple[str, ...] = _codes()
    other_names: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    start: date | None = None
    end: date | None = None
    predecessors: tuple[str, ...] = _codes()
    successors: tuple[str, ...] = _codes()

    def __attrs_post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            message = f"{self.code} {self.name}: end {self.end} is before start {self.start}; check both"
            raise ValueFault(message)

    @property
    def is_live(self) -> bool:
        """Whether it has not been abolished."""
        return self.end is None

    def existed(self, on: date) -> bool:
        """Whether it existed on that day; an unknown first day counts as long ago."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def __str__(self) -> str:
        return self.name


class AmbiguousAreaError(LookupFailed):
    """A name or code that fits several areas; ``candidates`` holds them."""

    def __init__(self, name: str, candidates: Iterable[Area]) -> None:
        """Keep the name and the areas that it fits."""
        self.candidates: tuple[Area, ...] = tuple(candidates)
        super().__init__("area", name, tuple(area.code for area in self.candidates))

    def __str__(self) -> str:
        fits = ", ".join(f"{area.name} ({area.code}, {area.kind}, {_span(area)})" for area in self.candidates)
        return f'area "{self.name}" fits several: {fits}. Ask by code, or say which kind or which date.'

    def __reduce__(self) -> tuple[type[AmbiguousAreaError], tuple[str, tuple[Area, ...]]]:
        return type(self), (self.name, self.candidates)


def _span(area: Area) -> str:
    if area.end is None:
        return f"since {area.start}" if area.start else "live"
    return f"{area.start or ''} to {area.end}".strip()


def name_key(name: str) -> str:
    """Return what spellings of one name share.

    Case, punctuation, "&" and "and", "Saint" and "St.", and what authorities add to a name (", City of",
    "UA", "CC", "Borough Council", "(Pre LG)") do not count.
    """
    plain = _FORMER.sub(" ", name).casefold().replace("&", " and ")
    plain = re.sub(r"['\u2019.]", "", plain)
    plain = " ".join(re.sub(r"[^\w,]+", " ", plain).split())
    plain = re.sub(r"\bsaint\b", "st", plain)
    while (shorter := _TAIL.sub("", plain)) not in {plain, ""}:
        plain = shorter
    return " ".join(plain.replace(",", " ").split())


class Areas:
    """Areas in their given order, found by code or by name.

    ``areas["E06000007"]`` takes a code, :meth:`find` a code or a name. An area's own GSS code goes before
    a former code and that before a DfE code. Where a text fits several areas, the one that still exists is
    meant: "Dorset" is the authority of 2019, not the county before it. The marker that published files use
    for the one before, as in "Dorset (Pre LG)", turns that round. Whatever is then left open is an error
    that names the candidates.
    """

    __slots__ = ("_areas", "_by_code", "_by_name", "_by_other_code")

    def __init__(self, areas: Iterable[Area]) -> None:
        """Take the areas.

        Raises:
            ValueFault: two of them have one code.
        """
        self._areas: tuple[Area, ...] = tuple(areas)
        self._by_code: dict[str, Area] = {}
        for area in self._areas:
            if (first := self._by_code.setdefault(area.code, area)) is not area:
                message = f"code {area.code} is given to two areas, {first.name} and {area.name}; keep one"
                raise ValueFault(message)
        self._by_other_code: tuple[dict[str, list[Area]], ...] = (
            _index(self._areas, lambda area: area.former_codes),
            _index(self._areas, lambda area: (area.dfe_code,) if area.dfe_code else ()),
        )
        self._by_name: dict[str, list[Area]] = _index(
            self._areas, lambda area: {name_key(name): None for name in (area.name, *area.other_names)}
        )

    def __getitem__(self, code: str) -> Area:
        """Return the area with this GSS code, former GSS code or DfE code.

        Raises:
            LookupFailed: no area has it.
            AmbiguousAreaError: several areas had it and no single one of them still exists.
        """
        candidates = self._with_code(code)
        if not candidates:
            raise LookupFailed("area with the code", code, list(self._by_code))
        return _chosen(code, candidates)

    def find(self, text: str, *, kind: AreaKind | str | None = None, on: date | None = None) -> Area:
        """Return the area with this code or name.

        Args:
            text: a GSS code, a former one, a DfE code, or a name in any usual spelling.
            kind: only an area of this kind.
            on: only an area that existed on this day.

        Raises:
            LookupFailed: nothing fits.
            AmbiguousAreaError: several areas fit.
        """
        wanted = None if kind is None else AreaKind(kind)
        candidates = [
            area
            for area in self._with_code(text) or self._with_name(text)
            if wanted in {None, area.kind} and (on is None or area.existed(on))
        ]
        if not candidates:
            known = [name for area in self._areas for name in (area.name, *area.other_names)]
            what = "area" if wanted is None else f"area of the kind {wanted}"
            raise LookupFailed(what if on is None else f"{what} on {on}", text, known)
        return _chosen(text, candidates)

    def __contains__(self, item: object) -> bool:
        """Whether an area is here, or one with this GSS code, former code or DfE code."""
        if isinstance(item, Area):
            return self._by_code.get(item.code) == item
        return isinstance(item, str) and bool(self._with_code(item))

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    def __eq__(self, other: object) -> bool:
        return self._areas == other._areas if isinstance(other, Areas) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._areas)

    def __repr__(self) -> str:
        return f"<Areas: {len(self)}>"

    def __reduce__(self) -> tuple[type[Areas], tuple[tuple[Area, ...]]]:
        return type(self), (self._areas,)

    def _with_code(self, code: str) -> list[Area]:
        if code in self._by_code:
            return [self._by_code[code]]
        return next((index[code] for index in self._by_other_code if code in index), [])

    def _with_name(self, name: str) -> list[Area]:
        key = name_key(name)
        return self._by_name.get(key) or self._by_name.get(_HEAD.sub("", key)) or []


def _index(areas: Iterable[Area], keys: Callable[[Area], Iterable[str]]) -> dict[str, list[Area]]:
    index: dict[str, list[Area]] = {}
    for area in areas:
        for key in keys(area):
            index.setdefault(key, []).append(area)
    return index


def _chosen(text: str, candidates: list[Area]) -> Area:
    if len(candidates) > 1:
        former = bool(_FORMER.search(text))
        meant = [area for area in candidates if area.is_live != former]
        if len(meant) == 1:
            return meant[0]
        raise AmbiguousAreaError(text, meant or candidates)
    return candidates[0]
