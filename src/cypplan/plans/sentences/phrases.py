"""The words of a target sentence that are no figures and no dates: change, small words, phrases."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.pieces import (
    Change,
    Cue,
    CueKind,
    Frequency,
    Mark,
    MarkKind,
)
from cypplan.plans.sentences.tokens import Phrases, each
from cypplan.plans.targets import Sense
from cypplan.plans.words import Cadence

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["read_change", "read_cue", "read_filler", "read_frequency", "read_mark"]

_UP: Final = Change(start=0, stop=0, sense=Sense.INCREASE)
_DOWN: Final = Change(start=0, stop=0, sense=Sense.DECREASE)
_EITHER: Final = Change(start=0, stop=0, sense=None)


def _noun(change: Change) -> Change:
    return attrs.evolve(change, noun=True)


def _sized(change: Change, by: int) -> Change:
    return attrs.evolve(change, by=Decimal(by))


_CHANGES: Final = Phrases(
    each(("increasing", "increases", "raise", "raising", "grow", "growing", "boost", "maximise",
                   "increased", "expand", "rising", "grown", "widen"), _UP)
    | each(("increase", "rise", "growth", "more", "higher", "additional", "extra", "uplift", "↑",
                     "▲"),
                    _noun(_UP))
    | each(("reduce", "reducing", "reduces", "reduced", "decreasing", "decreases", "decreased",
                     "lowering",
                     "cutting", "minimise", "falling", "shrink", "lessen", "decline", "narrow", "narrowing",
                     "narrowed"), _DOWN)
    | each(("reduction", "decrease", "fewer", "less", "fall", "drop", "cut", "lower",
                     "reductions", "↓",
                     "▼"), _noun(_DOWN))
    | each(("improve", "improving", "improves", "improved", "enhance"), _EITHER)
    | each(("improvement", "improvements", "better"), _noun(_EITHER))
    | each(("above baseline", "above the baseline", "over baseline", "on baseline"), _noun(_UP))
    | each(("below baseline", "below the baseline", "under baseline"), _noun(_DOWN))
    | each(("halve", "halving", "halved"), _sized(_DOWN, 50))
    | each(("double", "doubling", "doubled"), _sized(_UP, 100))
    | each(("treble", "triple", "trebling", "tripling"), _sized(_UP, 200))
    | each(("eliminate", "eradicate"), _sized(_DOWN, 100))
    | each(("close", "closing", "closed", "closes"), attrs.evolve(_DOWN, closes=True))
    | each(("keep", "keeping", "remain", "remains", "hold", "retain"), attrs.evolve(_EITHER, holds=True))
    | each(
        (
            "maintain", "maintaining", "maintained", "maintain or improve", "maintain or increase",
            "maintain or reduce", "maintained or improved", "sustain", "sustaining", "sustained", "no change",
            "no increase", "no reduction", "no decrease", "no deterioration", "no worsening", "no decline",
            "no fall", "no rise", "not deteriorate", "not worsen",
            *(f"{word} {same}" for word in ("remain", "remains", "stay", "keep", "hold", "held")
              for same in ("stable", "steady", "static", "the same", "unchanged", "constant")),
            *(f"{word} {level}" for word in ("remain", "remains", "keep", "hold", "retain", "stay")
              for level in ("at current level", "at current levels", "at the current level",
                            "at present level", "current level", "current levels", "the current level",
                            "current performance", "performance", "at existing level", "at existing levels",
                            "at the current rate", "current rate", "the current rate")),
        ),
        attrs.evolve(_EITHER, holds=True, maintains=True),
    )
)  # fmt: skip


def read_change(tokens: Tokens, at: int) -> Change | None:
    """Return the word of change at a token; whether it is the sentence's own is decided later."""
    found = _CHANGES.at(tokens, at)
    if found is None or tokens.low(at - 1) == "or":
        return None
    change, stop = found
    than = tokens.low(stop) == "than"
    if than and not (tokens.low(stop + 1) == "in" and tokens.is_number(stop + 2)):
        return None
    return attrs.evolve(change, start=at, stop=stop + than, than=than)


def _holds(tokens: Tokens, at: int) -> bool:
    """Whether the words at a token say that nothing shall change: "no increase"."""
    found = _CHANGES.at(tokens, at)
    return found is not None and found[0].holds


def _each(kind: CueKind, *phrases: str) -> dict[str, CueKind]:
    return each(phrases, kind)


_CUES: Final = Phrases(
    _each(CueKind.LABEL, ":", "=")
    | _each(CueKind.IN, "in", "on", "among", "amongst", "within")
    | _each(CueKind.FROM, "from")
    | _each(CueKind.TO, "to", "towards", "rising to", "falling to", "increasing to", "reducing to", "down to",
            "then to", "up to reach", "into")
    | _each(CueKind.BY, "by", "by a further")
    | _each(CueKind.BE, "be", "is", "are", "being", "to be", "will be", "should be", "must be", "to reach",
            "reach", "reaches", "reaching", "achieve", "achieves", "to achieve", "at", "stands at",
            "remains at",
            "make sure that", "make sure", "ensure", "ensure that", "so that", "should", "meet",
            "see", "to see", "score of", "rate of", "average of", "total of", "a total of", "deliver",
            "recruit", "caseload of", "caseloads of", "size of", "level of", "levels of")
    | _each(CueKind.OF, "of")
    | _each(CueKind.TARGET, "target", "target of", "target is", "target:", "our target is", "a target of",
    "target =",
            "target to", "goal of", "goal:", "ambition:", "aim:", "targets:")
    | _each(CueKind.BASELINE, "baseline", "baseline of", "baseline:", "baseline is", "baseline was",
    "currently",
            "current", "current performance", "currently at", "compared to", "compared with", "against",
            "against a baseline of", "from a baseline of", "from baseline of", "from the baseline of",
            "was", "was at",
            "outturn", "outturn of", "compared to a baseline of", "on the baseline of", "the baseline of",
            "from a baseline figure of", "on a baseline of")
)  # fmt: skip


def read_cue(tokens: Tokens, at: int) -> Cue | None:
    """Return the small word at a token that may say what the figure after it is."""
    found = _CUES.at(tokens, at)
    noun = tokens.low(at) == "baseline" and found is not None and found[1] == at + 1
    return Cue(start=at, stop=found[1], kind=found[0], noun=noun) if found else None


_MARKS: Final = Phrases(
    each(("all", "every", "everyone", "all of them", "all of"), MarkKind.ALL)
    | each(("nobody", "none"), MarkKind.NONE)
    | each(("gap", "gaps", "difference between", "the difference between"), MarkKind.GAP)
    | each(
        ("year on year", "year-on-year", "each year", "every year", "annually", "year by year", "yearly"),
        MarkKind.YEAR_ON_YEAR,
    )
    | each(("ongoing", "on-going", "on going"), MarkKind.ONGOING)
    | each(
        (
            "to be set", "to be confirmed", "to be agreed", "to be determined", "to be established",
            "to be defined",
            "to be decided", "tbc", "tbd", "tba", "tbs", "establish baseline", "establish a baseline",
            "establish the baseline", "baseline to be established", "baseline year", "baselining",
            "set baseline",
            "being baselined", "to be baselined", "baseline and target to be set", "target to be set",
            "target to be confirmed", "target to be agreed", "target tbc", "baseline to be set",
            "under development",
            "to be developed", "target not yet set", "not yet set", "target under review",
            "awaiting baseline",
            "baselines and targets to be set",
        ),
        MarkKind.UNSET,
    )
    | each(
        (
            "no target", "no target set", "not set", "no targets set", "target not set", "not targeted",
            "no target applicable",
            "no original target set", "measure for information", "for information only", "n/a",
            "monitor only",
            "monitoring only", "not applicable", "no set target", "no specific target",
        ),
        MarkKind.NO_TARGET,
    )
    | each(("sufficient", "enough", "adequate", "sufficiency"), MarkKind.ENOUGH)
    | each(("in place", "is implemented", "is completed", "is launched",
                     "is published"), MarkKind.DONE)
    | each(("provisional", "prov", "estimated", "indicative", "forecast"), MarkKind.PROVISIONAL)
    | each(
        (
            "unless", "except", "excluding", *(f"subject to {what}" for what in (
                "funding", "approval", "resources", "availability", "change", "review", "confirmation",
                "consultation",
                "government", "budget", "national", "agreement", "the",
            )), "provided that", "provided", "if", "depending", "pending",
            "where possible", "whilst", "although", "but", "however", "assuming", "for example", "e.g.",
            "such as",
            "based on", "rather than", "or sooner", "imagine", "dependent",
        ),
        MarkKind.CLAUSE,
    )
)  # fmt: skip
_FILLERS: Final = Phrases(
    each(
        (
            "a", "an", "the", "we", "will", "we will", "continue", "continued", "continue to", "further",
            "our", "and",
            "aim to", "we aim to", "overall", "significantly", "significant", "also", "then", "safely",
            "that", "it",
            "there is", "there will be", "there", "would", "average", "for", "both", "show", "steady",
        ),
        meaning=True,
    )
)  # fmt: skip
_SIGNS: Final = frozenset("()[]:;,-=*•·\"'/|…\u201c\u201d\u2018\u2019")
_ENDS: Final = frozenset(".?!")
_NO_BOUND: Final = frozenset(
    {"more", "less", "fewer", "higher", "lower", "greater", "longer", "later", "worse", "one"}
)
"""What makes "no" part of a bound or a comparison."""
_A_YEAR: Final = Phrases(each(("a year", "per year", "per annum", "p.a.", "pa"), meaning=True))
_SHARES: Final = frozenset({"%", "percent", "cent", "point", "points", "pp", "ppt", "ppts", "pps"})
"""Behind these "a year" is no unit: "by 5% a year"."""


def read_mark(tokens: Tokens, at: int) -> Mark | None:
    """Return the phrase at a token that says something without a figure, or a stop."""
    found = _MARKS.at(tokens, at)
    if found is not None:
        return Mark(start=at, stop=found[1], kind=found[0])
    low = tokens.low(at)
    if low == "annual" and read_change(tokens, at + 1) is not None:
        return Mark(start=at, stop=at + 1, kind=MarkKind.YEAR_ON_YEAR)
    yearly = _A_YEAR.at(tokens, at) if tokens.low(at - 1) in _SHARES else None
    if yearly is not None:
        return Mark(start=at, stop=yearly[1], kind=MarkKind.YEAR_ON_YEAR)
    if (
        low == "no"
        and tokens.is_word(at + 1)
        and tokens.low(at + 1) not in _NO_BOUND
        and not _holds(tokens, at)
    ):
        return Mark(start=at, stop=at + 1, kind=MarkKind.NONE)
    return Mark(start=at, stop=at + 1, kind=MarkKind.STOP) if low in _ENDS else None


def read_filler(tokens: Tokens, at: int) -> Mark | None:
    """Return the small word or sign at a token that joins others and says nothing itself."""
    filler = _FILLERS.at(tokens, at)
    if filler is None and tokens.low(at) not in _SIGNS:
        return None
    return Mark(start=at, stop=filler[1] if filler else at + 1, kind=MarkKind.FILLER)


_FREQUENCIES: Final = Phrases(
    {
        f"{before}{word}{after}": cadence
        for word, cadence in (
            ("weekly", Cadence.WEEKLY), ("monthly", Cadence.MONTHLY), ("quarterly", Cadence.QUARTERLY),
            ("termly", Cadence.TERMLY), ("twice yearly", Cadence.TWICE_YEARLY), ("six monthly",
             Cadence.TWICE_YEARLY),
            ("annual", Cadence.ANNUAL), ("annually", Cadence.ANNUAL), ("each meeting", Cadence.EACH_MEETING),
            ("6 monthly", Cadence.TWICE_YEARLY), ("bi-annually", Cadence.TWICE_YEARLY),
        )
        for before, after in (
            ("", " review"), ("", " reviews"), ("", " reporting"), ("reviewed ", ""), ("reported ", ""),
            ("monitored ", ""), ("", " monitoring"), ("", " review thereafter"), ("reviewed at ", ""),
            ("reported at ", ""), ("review ", ""), ("on a ", " basis"), ("on an ", " basis"),
        )
    }
)  # fmt: skip


def read_frequency(tokens: Tokens, at: int) -> Frequency | None:
    """Return how often something is reviewed, where the words at a token say it: "monthly review"."""
    found = _FREQUENCIES.at(tokens, at)
    return Frequency(start=at, stop=found[1], cadence=found[0]) if found else None
