"""What holds for every verdict: oracle, symmetry, scale, monotonicity, missing values."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import attrs
from assess.building import (
    AS_OF,
    COUNTRY,
    ELSEWHERE,
    HERE,
    NEAR,
    baseline,
    card,
    measure,
    row,
    table,
    value,
    verdicts,
)
from assess.oracle import CASES, FIGURES, Case, oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from cypplan.assess import Status, Verdict
from cypplan.plans import (
    Bound,
    Sense,
)
from cypplan.units import Unit

BATCH = settings(max_examples=12)
"""Each example is a batch of some thirty cases, judged in one scorecard."""


@BATCH
@given(st.lists(CASES, min_size=25, max_size=40))
def test_the_status_is_that_of_the_methods(cases: list[Case]) -> None:
    """Protects: every kind of target, due, under way or standing, against the rules in fractions."""
    found = verdicts(*(case.pair() for case in cases), start=None, end=None)
    for case, one in zip(cases, found, strict=True):
        assert one.status == oracle(case), case


# --- symmetry and scale

MIRRORED = {
    "higher": "lower", "lower": "higher", "towards-target": "towards-target", "at-least": "at-most",
    "at-most": "at-least", "above": "below", "below": "above",
}  # fmt: skip
VALUES = st.sampled_from(
    ["bare", "at-least", "at-most", "above", "below", "exactly", "range", "direction", "absolute"]
)
PLAIN = CASES.flatmap(lambda case: VALUES.map(lambda kind: attrs.evolve(case, kind=kind, noise=0)))


def _mirrored(case: Case, whole: Decimal) -> Case:
    """Return the case seen from the other side: every figure is the rest of ``whole``."""
    sized = case.kind == "absolute"
    target = case.target if sized else whole - case.target - (case.width if case.kind == "range" else 0)
    return attrs.evolve(
        case,
        kind=MIRRORED.get(case.kind, case.kind),
        direction=MIRRORED[case.direction],
        target=target,
        sense=Sense.DECREASE if case.sense is Sense.INCREASE else Sense.INCREASE,
        base=None if case.base is None else whole - case.base,
        figures=tuple(None if number is None else whole - number for number in case.figures),
    )


def _same(one: Verdict, other: Verdict, what: object, *, sign: int = 1) -> None:
    """Compare two verdicts; a change still required has the other sign where the data are mirrored."""
    assert (one.status, one.rag, one.qualifiers) == (other.status, other.rag, other.qualifiers), what
    assert [each.reason for each in one.reasons] == [each.reason for each in other.reasons], what
    for name in ("distance", "progress", "pace"):
        left, right = getattr(one, name), getattr(other, name)
        assert (left is None) == (right is None), (name, what)
        assert left is None or math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-9), (name, what)
    left, right = one.required_per_year, other.required_per_year
    assert (left is None) == (right is None), what
    assert left is None or right is None or math.isclose(left, sign * right, rel_tol=1e-6, abs_tol=1e-9), what


@BATCH
@given(st.lists(PLAIN, min_size=15, max_size=20), st.sampled_from([Decimal(100), Decimal(0)]))
def test_symmetry(cases: list[Case], whole: Decimal) -> None:
    """Protects: those who do not, or the data negated, under the other direction: the same verdict."""
    mirrored = [_mirrored(case, whole) for case in cases]
    found = verdicts(*(case.pair() for case in (*cases, *mirrored)), start=None, end=None)
    for case, one, other in zip(cases, found, found[len(cases) :], strict=False):
        _same(one, other, case, sign=-1)


@BATCH
@given(
    st.lists(
        st.tuples(FIGURES, FIGURES, st.integers(0, 400), st.sampled_from([Bound.AT_LEAST, Bound.BELOW])),
        min_size=10,
        max_size=20,
    )
)
def test_symmetry_with_counts(cases: list[tuple[Decimal, Decimal, int, Bound]]) -> None:
    """Protects: of 400 children those who do and those who do not give one verdict and evidence."""
    pairs = []
    for target, published, count, bound in cases:
        for rest in (False, True):
            sides = {Bound.AT_LEAST: Bound.AT_MOST, Bound.BELOW: Bound.ABOVE} if rest else {}
            edge = value(100 - target if rest else target, "2019/20", bound=sides.get(bound, bound))
            figure = row(
                "share",
                float(100 - published if rest else published),
                count=400 - count if rest else count,
                denominator=400,
            )
            pairs.append((measure("share", edge, direction="lower" if rest else "higher"), [figure]))
    found = verdicts(*pairs)
    for case, one, other in zip(cases, found[::2], found[1::2], strict=True):
        _same(one, other, case)
        assert one.evidence is not None
        assert other.evidence is not None
        assert one.evidence.lower <= (one.judged_on or 0) <= one.evidence.upper
        assert math.isclose(one.evidence.lower, 100 - other.evidence.upper, abs_tol=1e-9)
        assert (one.evidence.children, one.evidence.within_chance) == (
            other.evidence.children,
            other.evidence.within_chance,
        ), case


@BATCH
@given(st.lists(PLAIN, min_size=15, max_size=20))
def test_scale(cases: list[Case]) -> None:
    """Protects: the same facts per 10,000 or per 100,000, of plan, figures or both, are the same verdict."""
    few, many = "per_10_000_children", "per_100_000_children"

    def scaled(case: Case, times: int) -> Case:
        figures = tuple(None if number is None else number * times for number in case.figures)
        base = None if case.base is None else case.base * times
        return attrs.evolve(
            case, target=case.target * times, width=case.width * times, base=base, figures=figures
        )

    pairs = []
    for case in cases:
        one, rows = case.pair()
        tenfold, _ = scaled(case, 10).pair()
        rows = [{**each, "indicator": "rate"} for each in rows]
        link = attrs.evolve(one.indicator, id="rate") if one.indicator else None
        pairs += [
            (attrs.evolve(plan, indicator=link, unit=Unit.parse(unit)), rows)
            for plan, unit in ((one, few), (tenfold, many))
        ]
    found = verdicts(*pairs, start=None, end=None)
    for case, one, other in zip(cases, found[::2], found[1::2], strict=True):
        _same(one, other, case)
        assert one.goal == other.goal


# --- monotonicity

RANK = {
    Status.WORSE: 0, Status.NO_PROGRESS: 1, Status.BEHIND: 2, Status.ON_TRACK: 3, Status.MET_ALREADY: 4,
    Status.NOT_MET: 0, Status.MET: 4,
}  # fmt: skip


@BATCH
@given(PLAIN, st.lists(FIGURES, min_size=15, max_size=30))
def test_monotonicity(case: Case, figures: list[Decimal]) -> None:
    """Protects: a better figure, or one nearer to what is to be reached, never has a worse status."""
    two_sided = case.kind in {"range", "exactly"} or (
        case.kind == "bare" and case.direction == "towards-target"
    )
    up = {"at-least": 1, "above": 1, "at-most": -1, "below": -1}.get(case.kind, 0)
    up = up or (case.sense.sign if case.kind in {"direction", "absolute"} else 0)
    up = up or (1 if case.direction == "higher" else -1)
    middle = case.target + (case.width / 2 if case.kind == "range" else 0)
    ordered = sorted(figures, key=lambda figure: -abs(figure - middle) if two_sided else up * figure)
    cases = [attrs.evolve(case, figures=(None, None, None, figure)) for figure in ordered]
    found = verdicts(*(each.pair() for each in cases), start=None, end=None)
    ranks = [RANK[one.status] for one in found if one.status is not Status.CANNOT_SAY]
    assert ranks == sorted(ranks), list(zip(ordered, ranks, strict=False))


# --- rows

ROWS = st.builds(
    row,
    st.sampled_from(["share", "rate", "other"]),
    st.none() | st.floats(0, 100),
    st.sampled_from(["2019/20", "2020/21", "2021/22", "2019/20 academic", "2020-03-31", "2019"]),
    st.sampled_from([HERE, COUNTRY, NEAR[0], ELSEWHERE]),
    group=st.sampled_from(["all", "boys"]),
)


def _needed(one: dict[str, Any]) -> bool:
    used = one["period"] in {"2019/20 financial", "2020/21 financial"} and one["area"] != ELSEWHERE
    return used and one["group"] == "all" and one["indicator"] != "other"


@settings(max_examples=10)
@given(st.lists(ROWS, max_size=25), st.randoms(use_true_random=False))
def test_unrelated_rows_change_nothing(others: list[dict[str, Any]], chance: Any) -> None:
    """Protects: other areas, indicators, groups, kinds of year and later years change nothing."""
    measures = [
        measure("share", value(70, "2019/20"), base=baseline(60), name="a"),
        measure("rate", value(30, "2021/22"), base=baseline(60), name="b"),
    ]
    rows = [row("share", 71), row("rate", 40), row("share", 50, area=COUNTRY), row("share", 60, area=NEAR[0])]
    expected = card(*measures, rows=rows)
    mixed = [*rows, *(one for one in others if not _needed(one))]
    chance.shuffle(mixed)
    foreign = [{**one, "note": n} for n, one in enumerate(mixed)]
    assert table(mixed).height == len(foreign)
    assert card(*measures, rows=mixed, as_of=AS_OF).verdicts == expected.verdicts


@BATCH
@given(st.lists(CASES, min_size=20, max_size=30))
def test_missing_stays_missing(cases: list[Case]) -> None:
    """Protects: without a single value every target cannot be said, and no number is made up for it."""
    found = verdicts(
        *(attrs.evolve(case, figures=(None,) * 4).pair() for case in cases), start=None, end=None
    )
    for one in found:
        assert (one.status, one.rag, len(one.reasons)) == (Status.CANNOT_SAY, None, 1)
        numbers = (one.judged_on, one.distance, one.progress, one.expected, one.pace, one.required_per_year)
        assert set(numbers) == {None}
        assert (one.trend, one.evidence, one.comparisons) == (None, None, ())


@BATCH
@given(
    st.lists(
        st.tuples(st.integers(0, 2000), st.integers(1, 2000), st.sampled_from(["share", "rate", "number"])),
        min_size=15,
        max_size=25,
    ),
    st.sampled_from([0.8, 0.95, 0.998]),
)
def test_interval_order(cases: list[tuple[int, int, str]], confidence: float) -> None:
    """Protects: lower limit, figure, upper limit, in this order, for every count, zero and all included."""
    pairs = []
    for count, of, link in cases:
        part = min(count, of) if link == "share" else count
        scale = {"share": 100, "rate": 10_000}.get(link)
        figure = row(link, part * scale / of, count=part, denominator=of) if scale else row(link, part)
        pairs.append((measure(link, value(50, "2019/20")), [figure]))
    for case, one in zip(cases, verdicts(*pairs, confidence=confidence), strict=True):
        assert one.evidence is not None, case
        assert 0 <= one.evidence.lower <= (one.judged_on or 0) <= one.evidence.upper, case
        assert one.evidence.confidence == confidence
