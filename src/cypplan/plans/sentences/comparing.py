"""Comparisons in a sentence: how a figure shall stand to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.plans.sentences.pieces import Comparison, Whom
from cypplan.plans.sentences.tokens import Phrases, each
from cypplan.plans.targets import Relation, Sense
from cypplan.plans.words import Basis

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["read_comparison", "read_whom"]

_Meaning: TypeAlias = tuple[tuple[Relation, ...], Basis, Sense | None]
"""What the words of a comparison may mean, whether that is stated, and which side they name."""

_IN_LINE: Final[_Meaning] = ((Relation.IN_LINE, Relation.NOT_WORSE), Basis.INFERRED, None)
_BETTER: Final[_Meaning] = ((Relation.BETTER,), Basis.STATED, None)
_AS_GOOD: Final[_Meaning] = ((Relation.AT_LEAST_AS_GOOD,), Basis.STATED, None)
_NOT_WORSE: Final[_Meaning] = ((Relation.NOT_WORSE,), Basis.STATED, None)
_WORSE: Final[_Meaning] = ((), Basis.STATED, None)
"""No demand by itself; "no more than 2 points worse than" is one."""
_LIKE: Final[_Meaning] = ((Relation.IN_LINE,), Basis.STATED, None)
_FLOOR: Final[_Meaning] = ((Relation.AT_LEAST_AS_GOOD,), Basis.INFERRED, Sense.INCREASE)
_CEILING: Final[_Meaning] = ((Relation.AT_LEAST_AS_GOOD,), Basis.INFERRED, Sense.DECREASE)
_UPPER: Final[_Meaning] = ((Relation.BETTER,), Basis.INFERRED, Sense.INCREASE)
_UNDER: Final[_Meaning] = ((Relation.BETTER,), Basis.INFERRED, Sense.DECREASE)

_RELATIONS: Final = Phrases(
    each(("in line with", "in-line with", "line with", "comparable to", "comparable with",
                   "similar to",
                   "consistent with", "on a par with", "match", "matching", "equal to", "same as",
                   "meet"), _IN_LINE)
    | each(("better than", "outperform", "outperforming", "improve on", "ahead of"), _BETTER)
    | each(("worse than", "behind", "away from", "adrift of"), _WORSE)
    | each(("at least as good as", "as good as", "as good as or better than",
                     "equal to or better than",
                     "at or better than", "the same as or better than", "match or exceed", "meet or exceed",
                     "equal or better than", "same or better than"), _AS_GOOD)
    | each(("no worse than", "not worse than", "not significantly worse than",
                     "at least in line with",
                     "in line with or better than", "in line or better than", "in line with , or better than",
                     "in line with / better than"), _NOT_WORSE)
    | each(("not significantly different from", "not significantly different to",
                     "no different from", "not statistically different from"), _LIKE)
    | each(("above", "higher than", "exceed", "exceeding", "exceeds", "over", "more than",
                     "greater than",
                     ">", "up to"), _UPPER)
    | each(("below", "lower than", "less than", "under", "fewer than", "<"), _UNDER)
    | each(("at or above", "equal to or above", "at least", "≥", ">="),
                    _FLOOR)
    | each(("at or below", "equal to or below", "no higher than", "≤", "<="),
                    _CEILING)
)  # fmt: skip
_WHOM: Final = Phrases(
    each(("national", "nationally", "england", "english", "the england", "all england", "country",
                   "eng"), ComparatorKind.COUNTRY)
    | each(("regional", "regionally", "region", "north west", "north east", "south west",
                     "south east",
                     "west midlands", "east midlands", "london", "east of england",
                     "yorkshire and the humber",
                     "yorkshire and humber", "outer london", "inner london"), ComparatorKind.REGION)
    | each(("statistical neighbours", "statistical neighbour", "stat neighbour",
                     "stat neighbours", "sn",
                     "stat . neighbour", "stat . neighbours", "sns", "nearest neighbours", "cipfa neighbours",
                     "cipfa nearest neighbours", "comparator authorities", "similar authorities",
                     "neighbours",
                     "statistical neighbour authorities", "cipfa family group", "family group", "neighbour",
                     "comparator"), ComparatorKind.NEIGHBOURS)
    | each(("their peers", "peers", "other pupils", "other children", "all pupils", "all children",
                     "non-disadvantaged", "non-disadvantaged pupils", "non-disadvantaged peers",
                     "general population"), ComparatorKind.GROUP)
    | each(("external benchmark", "external"), ComparatorKind.EXTERNAL)
)  # fmt: skip
_WHAT: Final = Phrases(
    each(("average", "averages", "mean", "average rate", "average figure",
                   "averages for"), Aggregate.MEAN)
    | {"median": Aggregate.MEDIAN}
    | each(("rate", "rates", "figure", "figures", "level", "levels", "performance", "trend",
                     "trends",
                     "benchmark", "comparators", "comparator", "results", "data"), None)
)  # fmt: skip
_CODE: Final = re.compile(r"[ewsn][0-9]{8}")


def read_comparison(tokens: Tokens, at: int) -> Comparison | None:
    """Return the comparison that starts at a token: how, and with whom."""
    relation = _RELATIONS.at(tokens, at)
    if relation is None and tokens.low(at) == "of" and "within" in tokens.lows(max(0, at - 5), at):
        relation = _IN_LINE, at + 1  # "within 5% of the national average"
    if relation is None:
        return None
    (relations, basis, sense), stop = relation
    whom, stop = _whom(tokens, stop)
    if not whom:
        return None
    return Comparison(start=at, stop=stop, whom=whom, relations=relations, basis=basis, sense=sense)


def _whom(tokens: Tokens, at: int) -> tuple[tuple[Whom, ...], int]:
    """Read one comparator after another, joined by "and", "&" or a stroke."""
    found: list[Whom] = []
    stop = ahead = at
    while len(found) < 4:  # noqa: PLR2004 (country, region, neighbours, area: there are no more)
        one = read_whom(tokens, ahead)
        if one is None:
            break
        found.append(one[0])
        stop = one[1]
        if tokens.low(stop) not in {"and", "&", "/", ","}:
            break
        ahead = stop + 1
    if len(found) > 1 and found[-1].aggregate:  # "statistical neighbours and England averages": said of all
        found = [attrs.evolve(one, aggregate=_aggregate(one.kind, found[-1].aggregate)) for one in found]
    return tuple(found), stop


def read_whom(tokens: Tokens, at: int) -> tuple[Whom, int] | None:
    """Return the comparator that a token begins to name, and the token after it."""
    at += tokens.low(at) in {"the", "that", "our", "its"}
    at += 1 if (tokens.low(at), tokens.low(at + 1)) == ("of", "the") else 0
    if tokens.low(at) in {"average", "median"} and tokens.low(at + 1) in {"of", "for"}:
        return _turned(tokens, at)
    if _CODE.fullmatch(tokens.low(at)):
        return Whom(kind=ComparatorKind.AREA, area=tokens.low(at).upper()), at + 1
    found = _WHOM.at(tokens, at)
    if found is None:
        return None
    kind, stop = found
    what = _WHAT.at(tokens, stop)
    if what is None:
        return Whom(kind=kind), stop
    return Whom(kind=kind, aggregate=_aggregate(kind, what[0])), what[1]


def _turned(tokens: Tokens, at: int) -> tuple[Whom, int] | None:
    """Read "average of our statistical neighbours"."""
    ahead = at + 2 + (tokens.low(at + 2) in {"the", "our", "its"})
    found = _WHOM.at(tokens, ahead)
    if found is None:
        return None
    what = Aggregate.MEDIAN if tokens.low(at) == "median" else Aggregate.MEAN
    return Whom(kind=found[0], aggregate=_aggregate(found[0], what)), found[1]


def _aggregate(kind: ComparatorKind, said: Aggregate | None) -> Aggregate | None:
    """Return what joins the figures of several: only neighbours are several."""
    return said if kind is ComparatorKind.NEIGHBOURS else None
