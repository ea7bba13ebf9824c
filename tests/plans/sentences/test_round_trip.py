from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
from plan_strategies import targets
from strategies import UNITS

from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Basis,
    Bound,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    MilestoneTarget,
    QualitativeTarget,
    RangeTarget,
    RankTarget,
    Relation,
    Sense,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.plans.sentences import read_target, target_sentence
from cypplan.plans.sentences.figures import ABOUT

if TYPE_CHECKING:
    from cypplan.units import Unit

NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(0, 10**8), st.integers(0, 3)
) | st.sampled_from([Decimal("58.10"), Decimal("0.0"), Decimal(2014), Decimal("1E+3"), Decimal(100)])
PERIODS = st.builds(
    lambda year, form: Period.parse(form.format(year=year, after=(year + 1) % 100, later=year + 3)),
    st.integers(1995, 2060),
    st.sampled_from(
        ["{year}", "{year}/{after:02}", "{year}/{after:02} academic", "{year}-03-31", "{year}-12 month",
         "{year} Q2", "{year} to {later}"]
    ),
)  # fmt: skip
DUE: list[st.SearchStrategy[dict[str, Any]]] = [
    st.just({}),
    st.just({"ongoing": True}),
    st.builds(lambda period: {"period": period, "period_basis": Basis.STATED}, PERIODS),
]
SENSES = st.sampled_from(Sense)
AMONG = st.sampled_from([None, ComparatorKind.COUNTRY, ComparatorKind.REGION, ComparatorKind.NEIGHBOURS])
CORES = st.one_of(
    st.builds(lambda number, bound: (ValueTarget, {"value": number, "bound": bound}), NUMBERS,
              st.sampled_from([None, *Bound])),
    st.builds(lambda pair: (RangeTarget, dict(zip(("low", "high"), sorted(pair), strict=True))),
              st.tuples(NUMBERS, NUMBERS)),
    st.builds(lambda sense, by, relative: (ChangeTarget, {"sense": sense, "by": by, "relative": relative}),
              SENSES, NUMBERS, st.booleans()),
    st.builds(lambda sense, pair, relative: (ChangeTarget, {
        "sense": sense, "by": min(pair), "most": max(pair), "relative": relative}),
              SENSES, st.tuples(NUMBERS, NUMBERS), st.booleans()),
    st.builds(lambda number, about: (ValueTarget, {"value": number, "qualifier": about}), NUMBERS,
              st.sampled_from(ABOUT)),
    st.builds(lambda sense, number, about: (ChangeTarget, {
        "sense": sense, "by": number, "relative": True, "qualifier": about}),
              SENSES, NUMBERS, st.sampled_from(ABOUT)),
    st.builds(lambda place, among: (RankTarget, {"place": place, "among": among}),
              st.integers(1, 300), AMONG),
    st.builds(lambda share, among: (RankTarget, {"share": share, "among": among}),
              st.integers(1, 1000).map(lambda number: Decimal(number) / 10), AMONG),
    st.builds(
        lambda kind, relation, margin: (ComparatorTarget, {
            "comparator": kind, "relation": relation, "relation_basis": Basis.STATED, "margin": margin}),
        st.sampled_from([kind for kind in ComparatorKind if kind is not ComparatorKind.AREA]),
        st.sampled_from([Relation.BETTER, Relation.NOT_WORSE]), st.integers(0, 999).map(Decimal),
    ),
    st.builds(lambda sense: (DirectionTarget, {"sense": sense}), SENSES),
    st.builds(lambda by: (GapTarget, {"closed_by": by}), NUMBERS),
    st.builds(lambda kind: (kind, {}), st.sampled_from(
        [AllTarget, MaintainTarget, ToBeSetTarget, MilestoneTarget, SufficiencyTarget])),
    st.builds(
        lambda relation, aggregate: (ComparatorTarget, {
            "comparator": ComparatorKind.NEIGHBOURS, "relation": relation, "relation_basis": Basis.STATED,
            "aggregate": aggregate}),
        st.sampled_from(Relation), st.sampled_from([None, *Aggregate]),
    ),
    st.builds(
        lambda relation, kind: (ComparatorTarget, {
            "comparator": kind, "relation": relation, "relation_basis": Basis.STATED}),
        st.sampled_from(Relation),
        st.sampled_from([kind for kind in ComparatorKind if kind is not ComparatorKind.AREA]),
    ),
)  # fmt: skip
SAYABLE = st.builds(lambda core, due: core[0](**core[1], **due), CORES, st.one_of(DUE))


def _read_back(target: Target, sentence: str, unit: Unit | None) -> None:
    reading = read_target(sentence, unit=unit)
    assert reading.targets == (target,), (sentence, reading)
    assert not reading.unread
    assert not [doubt for doubt in reading.ambiguities if doubt.about == "target"]


@given(target=SAYABLE, unit=st.none() | UNITS)
def test_a_target_reads_back_from_its_sentence(target: Target, unit: Unit | None) -> None:
    """Protects: plain targets of every kind have a sentence, and are read back from it, all fields equal."""
    sentence = target_sentence(target, unit=unit)
    assert sentence is not None
    _read_back(target, sentence, unit)


@given(target=targets(), unit=st.none() | UNITS)
def test_no_sentence_says_another_target(target: Target, unit: Unit | None) -> None:
    """Protects: whatever target is asked for, its sentence reads back as it, or there is none."""
    told = {"id": None, "note": None, "period_basis": target.period_basis if target.period else None}
    target = attrs.evolve(target, **told)
    sentence = target_sentence(target, unit=unit)
    if sentence is not None:
        _read_back(target, sentence, unit)


@given(sense=SENSES, after=st.none() | PERIODS, by=st.none() | NUMBERS, relative=st.booleans())
def test_a_yearly_change_reads_back(
    sense: Sense,
    after: Period | None,
    by: Decimal | None,
    relative: bool,  # noqa: FBT001 (drawn)
) -> None:
    """Protects: "year on year", with and without its size and the year after which it begins."""
    target = YearOnYearTarget(sense=sense, after=after, by=by, relative=relative and by is not None)
    sentence = target_sentence(target)
    assert sentence is not None
    _read_back(target, sentence, None)


def test_a_year_that_only_seems_academic_is_marked() -> None:
    """Protects: an inferred financial year is written bare, and an inferred academic one has no sentence."""
    target = ValueTarget(value=Decimal("58.10"), period=Period.parse("2014/15"), period_basis=Basis.INFERRED)
    assert target_sentence(target) == "A target of 58.10 by 2014/15."
    academic = attrs.evolve(target, period=Period.parse("2014/15 academic"))
    assert target_sentence(academic) is None


def test_what_no_sentence_says_has_none() -> None:
    """Protects: no sentence is made up for words only, a tolerance or a negative share of a gap."""
    assert target_sentence(QualitativeTarget()) is None
    assert target_sentence(ValueTarget(value=Decimal(5), tolerance=Decimal(1))) is None
    assert target_sentence(GapTarget(closed_by=Decimal(-5))) is None
