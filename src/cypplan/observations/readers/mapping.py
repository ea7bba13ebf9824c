"""Mapping files: which columns and rows of a table are figures of which indicator, as a small TOML file.

An analyst writes one for a spreadsheet of their own; a plugin ships them for published files, so that a new
release needs no code.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.errors import CypplanError, ReadError, did_you_mean
from cypplan.observations.readers.marks import CONVENTIONS, Convention, convention_of, mark_of
from cypplan.observations.readers.observing import Figure
from cypplan.periods import Period, PeriodKind

if TYPE_CHECKING:
    import os

    from cypplan.observations.table import Mark

__all__ = ["Mapping", "load_mapping"]

_FILE: Final = {
    "sheet": str, "header_row": int, "encoding": str, "decimal": str, "marks": str, "layout": str,
    "years": str,
}  # fmt: skip
_COLUMNS: Final = ("area", "period", "group", "ignore")
_CONSTANTS: Final = {
    "area": str, "period": str, "period_kind": str, "group": str, "source": str, "release": str,
    "published": dt.date,
}  # fmt: skip
_FIGURE: Final = {
    "indicator": str, "value": str, "count": str, "denominator": str, "lower": str, "upper": str,
    "where": dict, "group": str, "period_kind": str,
}  # fmt: skip
_SECTIONS: Final = ("title", "file", "columns", "constants", "areas", "marks", "former", "names", "figures")
_KINDS: Final = (*PeriodKind, "mid-year")


@attrs.frozen(kw_only=True)
class Mapping:
    """What a mapping file says."""

    title: str = "a table described by a mapping file"
    path: str = ""
    sheet: str | None = None
    header_row: int | None = None
    """The row of the header, counted from 1 as spreadsheets do."""
    encoding: str | None = None
    decimal: str = "."
    marks: str | None = None
    layout: str | None = None
    """``"ees"`` where time and place stand as in Explore Education Statistics."""
    years: str | None = None
    """``"ending"`` where a bare year names the period of the table's kind that ends in it."""
    columns: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    constants: dict[str, str | dt.date] = attrs.field(factory=dict)
    areas: dict[str, str] = attrs.field(factory=dict)
    """GSS codes of texts that no list of areas has, as "ALL"; looked up last."""
    own_marks: dict[str, Mark] = attrs.field(factory=dict)
    former: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    """What columns were called in earlier releases."""
    names: dict[str, dict[str, str]] = attrs.field(factory=dict)
    """Ids of indicators for the names that long files give them, by reader."""
    figures: tuple[Figure, ...] = ()

    def convention(self, noted: dict[str, Mark] | None = None) -> Convention:
        """Return how the cells of the table are written.

        ``noted`` is what the file's own notes say of marks; what the mapping says of them goes before it.
        """
        base = convention_of(self.marks or ("ees" if self.layout == "ees" else "own")).with_marks(noted or {})
        return attrs.evolve(base.with_marks(self.own_marks), decimal_comma=self.decimal == ",")

    def needed(self) -> tuple[str, ...]:
        """Return every column that a table must have, by its present name."""
        used = [column for name in ("area", "period", "group") for column in self.columns.get(name, ())]
        for figure in self.figures:
            used += [figure.value, *figure.beside.values(), *figure.where]
        return tuple(dict.fromkeys(used))


class _Faults(list[str]):
    """Collects what is wrong with a mapping file, so that all of it is said at once."""

    def check_keys(self, place: str, table: dict[str, Any], known: tuple[str, ...] | dict[str, Any]) -> None:
        for key in table:
            if key not in known:
                self.append(
                    f'{place}: "{key}" is not known.{did_you_mean(key, known)} There is: {", ".join(known)}'
                )

    def typed(self, place: str, table: dict[str, Any], types: dict[str, type]) -> dict[str, Any]:
        self.check_keys(place, table, types)
        kept: dict[str, Any] = {}
        for key, wanted in types.items():
            if key in table and isinstance(table[key], wanted) and not isinstance(table[key], bool):
                kept[key] = table[key]
            elif key in table:
                words = {str: "a text", int: "a whole number", dict: "a table", dt.date: "a date"}[wanted]
                self.append(f"{place}.{key}: {table[key]!r} is not {words}")
        return kept

    def texts(self, place: str, value: object) -> tuple[str, ...]:
        found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
        if not found or not all(isinstance(one, str) and one for one in found):
            self.append(f"{place}: {value!r} is neither a text nor a list of texts")
            return ()
        return tuple(str(one) for one in found)


def load_mapping(path: str | os.PathLike[str]) -> Mapping:
    """Read a mapping file; raise :class:`ReadError` with everything that is wrong with it."""
    place = Path(path)
    try:
        with place.open("rb") as file:
            table = tomllib.load(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(str(place), f"cannot be read as a mapping file: {reason}") from None
    return mapping_of(table, str(place))


def mapping_of(table: dict[str, Any], path: str = "mapping") -> Mapping:
    """Return the mapping that a table of settings describes; errors as in :func:`load_mapping`."""
    faults = _Faults()
    faults.check_keys("the file", table, _SECTIONS)
    sections = {name: _section(table, name, faults) for name in _SECTIONS[1:-1]}
    settings = faults.typed("file", sections["file"], _FILE)
    faults.check_keys("columns", sections["columns"], _COLUMNS)
    constants = faults.typed("constants", sections["constants"], _CONSTANTS)
    made = Mapping(
        title=str(table.get("title", f"a table as {Path(path).name} describes it")),
        path=path,
        **settings,
        columns={k: faults.texts(f"columns.{k}", v) for k, v in sections["columns"].items()},
        constants=constants,
        areas=_names({"areas": sections["areas"]}, faults).get("areas", {}),
        own_marks=_marks(sections["marks"], faults),
        former={k: faults.texts(f"former.{k}", v) for k, v in sections["former"].items()},
        names=_names(sections["names"], faults),
        figures=_figures(table.get("figures", []), faults),
    )
    _check(made, faults)
    if faults:
        raise ReadError(path, "; ".join(faults))
    return made


def _section(table: dict[str, Any], name: str, faults: _Faults) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        faults.append(f"{name}: {value!r} is no table; write it under [{name}]")
        return {}
    return value


def _marks(table: dict[str, Any], faults: _Faults) -> dict[str, Mark]:
    made: dict[str, Mark] = {}
    for text, word in table.items():
        try:
            made[text] = mark_of(str(word))
        except CypplanError as error:
            faults.append(f'marks."{text}": {error}')
    return made


def _names(table: dict[str, Any], faults: _Faults) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for reader, names in table.items():
        if isinstance(names, dict) and all(isinstance(one, str) for one in names.values()):
            made[reader] = dict(names)
        else:
            faults.append(f"names.{reader}: is no table of texts")
    return made


def _figures(rows: object, faults: _Faults) -> tuple[Figure, ...]:
    if not isinstance(rows, list):
        faults.append("figures: is no list; write each under [[figures]]")
        return ()
    made: list[Figure] = []
    for at, row in enumerate(rows):
        place = f"figures[{at}]"
        if not isinstance(row, dict):
            faults.append(f"{place}: is no table; write it under [[figures]]")
            continue
        given = faults.typed(place, row, _FIGURE)
        where = {k: faults.texts(f"{place}.where.{k}", v) for k, v in given.pop("where", {}).items()}
        lacking = [name for name in ("indicator", "value") if not given.get(name)]
        if lacking:
            faults.append(f"{place}: lacks {' and '.join(lacking)}")
            continue
        if given.get("period_kind", "day") not in _KINDS:
            faults.append(f'{place}.period_kind: "{given["period_kind"]}" is none of: {", ".join(_KINDS)}')
        made.append(Figure(where=where, **given))
    return tuple(made)


def _check(made: Mapping, faults: _Faults) -> None:
    """Say what does not go together."""
    if made.marks is not None and made.marks not in CONVENTIONS:
        faults.append(f'file.marks: "{made.marks}" is none of: {", ".join(CONVENTIONS)}')
    if made.decimal not in {".", ","}:
        faults.append(f'file.decimal: "{made.decimal}" is neither "." nor ","')
    if made.layout not in {None, "ees"}:
        faults.append(f'file.layout: "{made.layout}" is not known; write "ees" or leave it out')
    if made.years not in {None, "ending"}:
        faults.append(f'file.years: "{made.years}" is not known; write "ending" or leave it out')
    if made.header_row is not None and made.header_row < 1:
        faults.append("file.header_row: rows are counted from 1")
    kind = made.constants.get("period_kind")
    if kind is not None and kind not in _KINDS:
        faults.append(f'constants.period_kind: "{kind}" is none of: {", ".join(_KINDS)}')
    _check_figures(made, faults)


def _check_figures(made: Mapping, faults: _Faults) -> None:
    """Say what the figures lack."""
    if isinstance(period := made.constants.get("period"), str):
        try:
            Period.parse(period)
        except CypplanError as error:
            faults.append(f"constants.period: {error}")
    if made.figures and made.layout is None:
        faults.extend(
            f"columns.{name}: say in which column the {name} stands, or give one for all under [constants]"
            for name in ("area", "period")
            if name not in made.columns and name not in made.constants
        )
    if not made.figures and not made.names:
        faults.append("figures: there are none; say under [[figures]] which column holds which indicator")
