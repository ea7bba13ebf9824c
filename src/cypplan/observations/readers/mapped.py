"""Tables described by a mapping file.

An analyst's own spreadsheet, or a published file with its indicators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import SchemaError
from cypplan.observations.readers.common import constants_of
from cypplan.observations.readers.ees import EesReader, Groups
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import NO, YES, Head, Recognition, Request, column_key
from cypplan.observations.readers.reading import Note, Part, not_read, understood
from cypplan.observations.readers.times import Stretch, ees_time, label

if TYPE_CHECKING:
    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["MappedReader"]

_NEAR: Final = 0.5


@attrs.frozen
class _OnePlace:
    """Finds the one area that a mapping gives for a whole table."""

    places: Places
    name: str

    def find(self, *texts: str | None) -> tuple[str | None, str | None]:
        del texts
        return self.places.find(self.name)


@attrs.frozen
class _OneTime:
    """Gives the one period that a mapping names for a whole table."""

    text: str

    def __call__(self, *texts: str) -> Stretch:
        del texts
        return label(self.text)


@attrs.frozen
class MappedReader:
    """Reads what a mapping describes, and nothing else."""

    mapping: Mapping
    name: str = "mapped"

    @property
    def title(self) -> str:
        """What the mapping calls the table."""
        return self.mapping.title

    def recognises(self, head: Head) -> Recognition:
        """Know the table by the columns that the mapping names, under their present or a former name."""
        if self.mapping.layout == "ees" and not (known := EesReader().recognises(head)).fits:
            return known
        needed = self.mapping.needed()
        lacks = tuple(name for name in needed if not self._spellings(name) & head.keys)
        if not lacks:
            return YES
        near = (
            len(lacks) <= _NEAR * len(needed)
            or self.mapping.layout == "ees"
            or self.mapping.header_row is not None
        )
        return Recognition(fits=False, lacks=lacks) if near else NO

    def _spellings(self, name: str) -> set[str]:
        return {column_key(one) for one in (name, *self.mapping.former.get(name, ()))}

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read the figures that the mapping names."""
        mapping = self.mapping
        figures = tuple(self._present(table, figure) for figure in mapping.figures)
        given = {**constants_of(table, request)}
        for name in ("source", "release", "published"):
            if name in mapping.constants and getattr(request, name) is None:
                given[name] = mapping.constants[name]
        if mapping.layout == "ees":
            layout, notes = self._as_ees(table, request, figures)
        else:
            layout, notes = self._own(table, request, figures), []
        layout = attrs.evolve(layout, constants=given)
        used = {name for figure in figures for name in (figure.value, *figure.beside.values(), *figure.where)}
        used |= {*layout.area, *layout.period, *layout.group}
        if rest := [name for name in table.columns if name and name not in used]:
            notes.append(not_read(f"columns that the mapping does not name: {', '.join(rest)}"))
        ids = list(dict.fromkeys(figure.indicator or "" for figure in figures))
        notes.insert(0, understood(f"indicators: {', '.join(ids)}"))
        return Part(
            judged=judge(table.frame, layout), notes=tuple(notes), rows=table.frame, sheet=table.sheet
        )

    def _own(self, table: OpenTable, request: Request, figures: tuple[Figure, ...]) -> Layout:
        mapping, places = self.mapping, Places(request.areas, others=self.mapping.areas)
        area, period = mapping.constants.get("area"), mapping.constants.get("period")
        group = tuple(self._column(table, name) for name in mapping.columns.get("group", ()))
        some = next(name for name in table.columns if name)
        kind = request.period_kind or mapping.constants.get("period_kind")
        same_group = mapping.constants.get("group")
        if same_group is not None:
            figures = tuple(attrs.evolve(one, group=one.group or str(same_group)) for one in figures)
        return Layout(
            figures=figures,
            places=_OnePlace(places, str(area)) if area else places,
            convention=mapping.convention(dict(request.noted)),
            area=(some,) if area else tuple(self._column(table, name) for name in mapping.columns["area"]),
            period=(some,)
            if period
            else tuple(self._column(table, name) for name in mapping.columns["period"]),
            times=_OneTime(str(period))
            if period
            else _ending
            if mapping.years
            else _Label(len(mapping.columns["period"])),
            period_kind=str(kind) if kind and not period else None,
            group=group,
            groups=_own_group,
            faults=table.faults(),
        )

    def _as_ees(
        self, table: OpenTable, request: Request, figures: tuple[Figure, ...]
    ) -> tuple[Layout, list[Note]]:
        kind = self.mapping.constants.get("period_kind")
        asked = attrs.evolve(request, period_kind=request.period_kind or (str(kind) if kind else None))
        layout, notes = EesReader().layout(table, asked)
        named = {name for figure in figures for name in figure.where}
        named |= {self._column(table, name) for name in self.mapping.columns.get("ignore", ())}
        filters = tuple(name for name in layout.group if name not in named)
        totals = layout.groups.totals if isinstance(layout.groups, Groups) else {}
        convention = layout.convention.with_marks(self.mapping.own_marks)
        if self.mapping.marks:
            convention = self.mapping.convention(dict(request.noted))
        made = attrs.evolve(
            layout, figures=figures, group=filters, groups=Groups(filters, totals), convention=convention
        )
        kept = [note for note in notes if not note.text.startswith(("figures", "groups"))]
        if filters:
            kept.append(understood(f"groups, as the mapping does not name them: {', '.join(filters)}"))
        return made, kept

    def _present(self, table: OpenTable, figure: Figure) -> Figure:
        """Return the figure with the columns as this table spells them."""
        return attrs.evolve(
            figure,
            value=self._column(table, figure.value),
            where={self._column(table, name): values for name, values in figure.where.items()},
            **{name: self._column(table, column) for name, column in figure.beside.items()},
        )

    def _column(self, table: OpenTable, name: str) -> str:
        found = table.column(*(column_key(one) for one in (name, *self.mapping.former.get(name, ()))))
        if found is None:
            raise SchemaError(str(table.path), f"lacks the column {name}; it has: {', '.join(table.columns)}")
        return found


@attrs.frozen
class _Label:
    """Reads the label in so many columns together, as "Q1" and "2024/25"; a kind may come after them."""

    columns: int

    def __call__(self, *texts: str) -> Stretch:
        return label(" ".join(texts[: self.columns]).strip(), *texts[self.columns :])


def _ending(text: str, kind: str = "calendar") -> Stretch:
    """Return the period of the kind that ends in a bare year."""
    return ees_time(text, "Reporting year", kind)


def _own_group(*texts: str | None) -> tuple[str]:
    return ("; ".join(text.strip() for text in texts if text and text.strip()) or "all",)
