"""Disclosure control on an observation table of any engine: small numbers out, and what would give them away.

What is small is said row by row, in the caller's engine. Only where something is small are the figures of
these indicators collected, to find which others must go so that no total of areas, groups or periods gives
one away.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import narwhals as nw

from cypplan.calc.disclosure import DisclosureRule
from cypplan.calc.disclosure_cells import hidden_beside
from cypplan.calc.opening import taken
from cypplan.observations.disclosure_sight import (
    BASE,
    COUNT,
    GUARDED,
    KEYS,
    NUMBERS,
    SECRET,
    STAGES,
    UNCHECKED,
    Sight,
)
from cypplan.observations.disclosure_totals import Place, totals_of
from cypplan.observations.frames import opened, rows_of
from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

    from cypplan.areas import Areas
    from cypplan.calc.carrier import Table
    from cypplan.indicators import Indicator

__all__ = ["Protection", "protect", "protection"]

_Frame = TypeVar("_Frame")
_GONE, _ZERO = "_cypplan_gone", "_cypplan_zero"
_ENOUGH: Final = 3
"""Figures that two indicators must share to be taken for one number under two names."""


@attrs.frozen(kw_only=True)
class Protection:
    """A protected table, and how many figures are not in it any more."""

    table: Table = attrs.field(repr=False)
    rule: DisclosureRule
    figures: int
    """How many unpublished figures there are."""
    controlled: int
    """How many came under disclosure control before."""
    small: int
    """How many are suppressed for what they are: small, not to be checked, or suppressed before."""
    beside: int
    """How many are suppressed since they would give others away."""

    @property
    def words(self) -> str:
        """What was done, in a sentence."""
        gone = self.small + self.beside
        what = f"{gone:,} of {self.figures:,} unpublished figures suppressed ({self.rule})"
        return f"{what}, {self.beside:,} of them for what they would give away" if self.beside else what


def protect(
    observations: _Frame,
    rule: DisclosureRule | None = None,
    *,
    areas: Areas | None = None,
    indicators: Mapping[str, Indicator] | None = None,
    within: Mapping[str, Collection[str]] | None = None,
    groups: Mapping[str, Sequence[Collection[str]]] | None = None,
    marked_only: bool = False,
) -> _Frame:
    """Return observations in which no small number can be read or worked out.

    A suppressed figure loses value, count, denominator and limits, and has the mark "suppressed"; every
    figure that was looked at has the qualifier "disclosure-controlled" in place of "unpublished". Columns
    that are not of the contract stay as they are.

    Parameters
    ----------
    observations
        The table, of any engine.
    rule
        The rule; the default one suppresses counts of 1 to 4.
    areas
        The areas, as ``cypplan.registry().areas``: which make up which region, and so which totals there are.
    indicators
        The indicators, as ``cypplan.registry().indicators``: which figures are counts, which per how many.
        Without them a whole number without a count beside it is taken for a count.
    within
        Further totals of areas: the code of each to those of its parts.
    groups
        Further totals of groups, each with the ways in which it is made up. Those named as
        ``"sex: boys"`` and those that add up are found without.
    marked_only
        Whether only figures with the qualifier "unpublished" are looked at.

    Notes
    -----
    Everything worked out from the result is as safe as the result itself. Two tables protected apart are
    not: protect them as one.

    Raises
    ------
    FrameError
        If the observations are no table or lack a column.
    """
    found = protection(
        observations,
        rule,
        areas=areas,
        indicators=indicators,
        within=within,
        groups=groups,
        marked_only=marked_only,
    )
    return found.table


def protection(
    observations: Table,
    rule: DisclosureRule | None = None,
    *,
    areas: Areas | None = None,
    indicators: Mapping[str, Indicator] | None = None,
    within: Mapping[str, Collection[str]] | None = None,
    groups: Mapping[str, Sequence[Collection[str]]] | None = None,
    marked_only: bool = False,
) -> Protection:
    """Return what :func:`protect` does, with how much it took away; parameters and errors are the same."""
    rule = rule or DisclosureRule()
    frame = opened(observations)
    sight = Sight(frame.collect_schema().names(), rule, indicators or {}, areas, marked_only)
    frame = sight.staged(frame)
    tallied = _tally(frame, sight)
    hidden: frozenset[str] = frozenset()
    if rule.secondary and rule.threshold > 1 and tallied[SECRET]:
        rows = _rows(frame, sight)
        hidden = _hidden(
            rows, rule, lambda numbers: totals_of(numbers, areas=areas, within=within, groups=groups)
        )
    return Protection(
        table=_applied(observations, sight, hidden) if tallied[GUARDED] else observations,
        rule=rule,
        figures=tallied[GUARDED],
        controlled=tallied["controlled"],
        small=tallied[SECRET] + tallied[UNCHECKED],
        beside=_beside(frame, sight, hidden) if hidden else 0,
    )


def _tally(frame: nw.LazyFrame[Any], sight: Sight) -> dict[str, int]:
    """Count the figures that are looked at, the secret ones, those not to be checked, those done before."""
    states = {name: nw.col(name) for name in (GUARDED, SECRET, UNCHECKED)}
    states["controlled"] = sight.has("qualifiers", Mark.DISCLOSURE_CONTROLLED)
    counted = frame.select(**{name: state.cast(nw.Int64) for name, state in states.items()})
    (row,) = rows_of(counted.select(nw.col(*states).sum()))
    return {name: int(row[name] or 0) for name in states}


def _beside(frame: nw.LazyFrame[Any], sight: Sight, hidden: Collection[str]) -> int:
    """Count the figures that go though nothing is small in themselves."""
    open_ones = frame.filter(~nw.col(SECRET) & ~nw.col(UNCHECKED)).filter(sight.is_open)
    gone = open_ones.select(key=sight.key).filter(nw.col("key").is_in(sorted(hidden)))
    (row,) = rows_of(gone.select(nw.col("key").count()))
    return int(row["key"] or 0)


def _rows(frame: nw.LazyFrame[Any], sight: Sight) -> list[dict[str, Any]]:
    """Collect the figures that are looked at, and with them all those of indicators that have secrets."""
    light = frame.select(
        **{name: sight.text(name) for name in KEYS},
        start=nw.col("period_start"),
        end=nw.col("period_end"),
        key=sight.key,
        x=nw.col(COUNT),
        n=nw.col(BASE),
        open=sight.is_open,
        guarded=nw.col(GUARDED),
        secret=nw.col(SECRET),
    )
    secret = light.filter(nw.col("secret")).select("indicator").unique()
    ids = [row["indicator"] for row in rows_of(secret) if row["indicator"] is not None]
    chosen = light.filter(nw.col("guarded") | nw.col("indicator").is_in(sorted(ids)))
    return [row for row in rows_of(chosen) if row["key"] is not None and row["start"] and row["end"]]


def _hidden(rows: Sequence[Mapping[str, Any]], rule: DisclosureRule, totals: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the keys of all figures that must go: the secret ones, and those that give them away."""
    families = _families(rows)
    places: dict[Place, list[str]] = defaultdict(list)
    systems: dict[tuple[str, str], dict[Hashable, float]] = defaultdict(dict)
    counts: dict[Place, float | None] = {}
    secret: set[Hashable] = set()
    guarded: set[Hashable] = set()
    for row in rows:
        place = Place(
            families[row["indicator"]], row["period"], row["start"], row["end"], row["area"], row["group"]
        )
        places[place].append(row["key"])
        counts.setdefault(place, None)
        if row["secret"]:
            secret.add(place)
        if row["guarded"]:
            guarded.add(place)
        x, n = row["x"], row["n"]
        numbers = {"count": x, "base": n, "rest": None if x is None or n is None or n < x else n - x}
        for name, number in numbers.items():
            if number is not None and row["open"]:
                systems[row["indicator"], name][place] = _whole(number)
        if x is not None and row["open"]:
            counts[place] = _whole(x)
    wholes = totals(counts)
    is_whole = {one.whole for one in wholes}

    def cost(place: Hashable) -> tuple[float, ...]:
        size = counts.get(place)  # pyright: ignore[reportArgumentType] (all cells are places)
        return float(place not in guarded), float(place in is_whole), size or 0.0

    zeros = {place for place, number in counts.items() if number == 0}
    numbers_of = list(systems.values())
    beside = hidden_beside(secret, numbers_of, wholes, threshold=rule.threshold, cost=cost, never=zeros)
    gone = itertools.chain(secret, beside)
    return frozenset(key for place in gone for key in places[place])  # pyright: ignore[reportArgumentType]


def _whole(number: float) -> float:
    """Return a number without the noise of floats; counts that were worked out are whole nearly."""
    near = round(number)
    return float(near) if abs(number - near) < 0.5 and number >= 0 else number  # noqa: PLR2004


def _families(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return for each indicator one name for all that count the same children: a number and its rate."""
    told: dict[str, dict[tuple[str, ...], tuple[float, float | None]]] = defaultdict(dict)
    for row in rows:
        if row["x"] is not None:
            told[row["indicator"]][row["area"], row["period"], row["group"]] = (row["x"], row["n"])
        else:
            told.setdefault(row["indicator"], {})
    family = {name: name for name in told}
    for one, other in itertools.combinations(sorted(told), 2):
        if family[one] != family[other] and _same(told[one], told[other]):
            old, new = family[other], family[one]
            family = {name: new if held == old else held for name, held in family.items()}
    return family


def _same(
    one: Mapping[tuple[str, ...], tuple[float, float | None]],
    other: Mapping[tuple[str, ...], tuple[float, float | None]],
) -> bool:
    """Whether two indicators count the same, or what the other leaves out, wherever both count."""
    shared = one.keys() & other.keys()
    if len(shared) < _ENOUGH or len({one[key][0] for key in shared}) < _ENOUGH:
        return False
    same = all(abs(one[key][0] - other[key][0]) < 1 for key in shared)
    return same or all(
        (base := one[key][1]) is not None and abs(base - one[key][0] - other[key][0]) < 1 for key in shared
    )


def _applied(observations: Table, sight: Sight, hidden: Collection[str]) -> Table:
    """Take the figures away in the caller's own table."""
    table = taken(observations)
    schema = table.collect_schema()
    sight = attrs.evolve(sight, names=schema.names())
    rule, guarded = sight.rule, nw.col(GUARDED)
    key = sight.key.is_in(sorted(hidden)) if hidden else nw.lit(value=False)
    gone = nw.col(SECRET) | nw.col(UNCHECKED) | (sight.is_open & key)
    staged = sight.staged(table).with_columns(
        **{_GONE: nw.when(gone).then(gone).otherwise(nw.lit(value=False))}
    )
    vanished = sight.vanishes() & guarded & ~nw.col(_GONE) if rule.rounding else nw.lit(value=False)
    staged = staged.with_columns(**{_ZERO: vanished})
    shown: dict[str, nw.Expr] = {name: sight.number(name) for name in NUMBERS if name in schema}
    if rule.rounding is not None:
        shown = {name: nw.when(~guarded).then(number) for name, number in shown.items()}
        shown["value"] = nw.when(guarded).then(sight.rounded()).otherwise(sight.number("value"))
    out = nw.col(_GONE) | nw.col(_ZERO)
    columns: dict[str, nw.Expr] = {name: nw.when(~out).then(number) for name, number in shown.items()}
    mark = nw.when(nw.col(_GONE)).then(nw.lit(Mark.SUPPRESSED.value)).otherwise(sight.text("mark"))
    columns["mark"] = nw.when(nw.col(_ZERO)).then(nw.lit(Mark.ROUNDS_TO_ZERO.value)).otherwise(mark)
    columns["qualifiers"] = _qualified(sight, guarded, out)
    if "derivation" in schema:
        columns["derivation"] = nw.when(~nw.col(_GONE)).then(sight.text("derivation"))
    result = staged.with_columns(**columns).drop(*STAGES, _GONE, _ZERO)
    return result if isinstance(observations, nw.DataFrame | nw.LazyFrame) else result.to_native()


def _qualified(sight: Sight, guarded: nw.Expr, gone: nw.Expr) -> nw.Expr:
    """Return the qualifiers, in which stands that a figure was looked at and whether it was rounded."""
    before = sight.text("qualifiers")
    rest = before.str.replace_all(Mark.UNPUBLISHED.value, "", literal=True).str.strip_chars()
    done = Mark.DISCLOSURE_CONTROLLED.value
    said = nw.when(~rest.is_null() & (rest != "")).then(nw.concat_str([rest, nw.lit(done)], separator=" "))
    said = said.otherwise(nw.lit(done))
    if sight.rule.rounding is not None:
        near = nw.lit(f"rounded-{sight.rule.rounding}")
        said = nw.when(gone).then(said).otherwise(nw.concat_str([near, said], separator=" "))
    return nw.when(guarded).then(said).otherwise(before)
