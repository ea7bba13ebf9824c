"""The scorecard: a plan judged on figures."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
import operator
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from cypplan.assess.company import chosen_set, company_of, published_figures
from cypplan.assess.compiling import compile_plan
from cypplan.assess.explaining import Context, verdict_of
from cypplan.assess.guarding import protected, refuse_secret
from cypplan.assess.judging import judged
from cypplan.assess.plain import CARD_SCHEMA, COLUMNS, plain, verdict_data, verdict_row
from cypplan.assess.query import found
from cypplan.assess.rules import RagRule, rule_named
from cypplan.comparators import Aggregate
from cypplan.errors import FrameError, LookupFailed, ValueFault
from cypplan.observations.frames import Engine, native_like, rows_of
from cypplan.plugins import Registry, default_registry
from cypplan.showing import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import narwhals as nw

    from cypplan.assess.cases import Case
    from cypplan.assess.verdicts import Verdict
    from cypplan.assess.words import Reason, Status
    from cypplan.calc.carrier import Table
    from cypplan.calc.disclosure import DisclosureRule
    from cypplan.observations.sets import Source
    from cypplan.plans.model import Plan

__all__ = ["Scorecard", "scorecard"]


def scorecard(  # noqa: PLR0913 (every choice that changes a verdict is the caller's)
    plan: Plan,
    observations: object = None,
    *,
    as_of: dt.date | str | None = None,
    known_at: dt.date | str | None = None,
    neighbours: str | None = None,
    aggregate: Aggregate | str = Aggregate.MEAN,
    rule: RagRule | str = "trajectory",
    confidence: float = 0.95,
    release: str | None = None,
    unpublished: bool = False,
    disclosure: DisclosureRule | None = None,
    registry: Registry | None = None,
) -> Scorecard:
    """Judge every target of a plan on figures.

    Parameters
    ----------
    plan
        The plan.
    observations
        A table in the observation format, of any engine: Polars, pandas, PyArrow, DuckDB, ... ``None``
        takes the published figures of the installed packages.
    as_of
        The day one looks from, a date or "2021-03-31": only periods that had ended by then are used. Today
        where it is not given.
    known_at
        Only figures published by this day are used; figures of unknown date are not. No limit by default.
    neighbours
        Version of the statistical neighbours; the newest by default.
    aggregate
        Mean or median of the neighbours.
    rule
        RAG rule, or its name.
    confidence
        Confidence of intervals, between 0 and 1. Thirty measures at 95 % give false alarms: 0.998 is the
        usual stricter choice.
    release
        Figures of the release of this name, from sources that have one. By default those of the last release,
        by date of publication, else by the order of names.
    unpublished
        Whether all of the observations are unpublished; else those are with the qualifier "unpublished".
        Without disclosure control nothing made from them can be shown or written.
    disclosure
        The rule of disclosure control that is applied to what is unpublished, before anything is judged.
    registry
        Where indicators, areas and neighbours come from; by default everything installed.

    Raises
    ------
    FrameError
        If the observations are no table, lack a column, or hold two figures for one place and period.
    LookupFailed
        If the authority, the neighbour set, the release or the rule is unknown.

    Notes
    -----
    A dated target is judged on its own period's figure and on no other. Before that period has ended,
    progress is read from the latest that has. One query finds and judges everything in the engine of the
    observations; only its small result is collected.

    Examples
    --------
    >>> import cypplan
    >>> card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-03-31")
    >>> print(card["placement-stability"].status)
    not met
    """
    registry = registry or default_registry()
    as_of = _date(as_of, "as_of") or dt.date.today()  # noqa: DTZ011 (the caller's own day is meant)
    rule = rule_named(rule, registry) if isinstance(rule, str) else rule
    aggregate = Aggregate(aggregate) if aggregate in set(Aggregate) else _no_aggregate(aggregate)
    observations, secret = _observations(observations, disclosure, registry, unpublished=unpublished)
    chosen = chosen_set(registry, neighbours)
    company = company_of(plan, registry, chosen)
    cases = compile_plan(plan, registry.indicators, as_of)
    until = _date(known_at, "known_at")
    when: dict[str, Any] = {"as_of": as_of, "known_at": until, "release": release}
    figures = found(observations, cases, company, aggregate=aggregate, **when)
    size = len(company.neighbours)
    rows = _rows(judged(figures, cases, set_size=size, aggregate=aggregate, confidence=confidence), cases)
    names = {area.code: area.name for area in registry.areas}
    context = Context(
        as_of=as_of,
        rule=rule,
        confidence=confidence,
        company=company,
        names=names,
        aggregate=aggregate,
        version=chosen.version if chosen and company.neighbours else None,
    )
    verdicts = tuple(verdict_of(case, row, context) for case, row in zip(cases, rows, strict=True))
    return Scorecard(
        plan=plan,
        as_of=as_of,
        known_at=until,
        area=names.get(company.area, company.area),
        rule=rule,
        neighbours=context.version,
        aggregate=aggregate,
        sources=tuple(_sources(verdicts, registry)),
        verdicts=verdicts,
        engine=Engine(observations),
        release=release,
        unpublished=secret or any(row["unpublished"] for row in rows),
        all_unpublished=unpublished,
        disclosure=disclosure if secret else None,
    )


def _observations(
    observations: Table, rule: DisclosureRule | None, registry: Registry, *, unpublished: bool
) -> tuple[Table, bool]:
    """Return the figures to judge on, under disclosure control where asked, and if any are unpublished."""
    if observations is None:
        observations = published_figures(registry)
    if rule is None:
        return observations, unpublished
    done = protected(observations, rule, registry, all_of_it=unpublished)
    return done.table, done.figures + done.controlled > 0


def _rows(result: nw.LazyFrame[Any], cases: Sequence[Case]) -> list[dict[str, Any]]:
    rows = sorted(rows_of(result), key=operator.itemgetter("case"))
    _refuse_double(rows, cases)
    return rows


def _date(value: dt.date | str | None, name: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        message = f'{name}: "{value}" is not a date; write it as 2021-03-31'
        raise ValueFault(message) from None


def _no_aggregate(name: str) -> Aggregate:
    what = "aggregate of neighbours"
    raise LookupFailed(what, str(name), list(Aggregate))


def _sources(verdicts: Sequence[Verdict], registry: Registry) -> Iterator[Source]:
    used = {verdict.observation.source for verdict in verdicts if verdict.observation}
    for figures in registry.observation_sets.values():
        yield from (source for source in figures.sources if source.id in used)


def _refuse_double(rows: list[dict[str, Any]], cases: Sequence[Case]) -> None:
    """Refuse observations that hold two figures where there can be one; a mean would hide it."""
    doubled = [a for a, b in itertools.pairwise(rows) if a["case"] == b["case"]]
    crowded = [row for row in rows if (row["neighbours_most"] or 0) > 1]
    for row in (doubled or crowded)[:1]:
        indicator = cases[row["case"]].indicator
        message = (
            "the observations hold two figures for one indicator, area, group and period "
            f"({indicator and indicator.published_id}, {row['period']}, source {row['source']}, release "
            f"{row['release']}); keep one of them before judging"
        )
        raise FrameError(message)


@attrs.frozen(kw_only=True)
class Scorecard(Shown):
    """A plan judged on figures, as of a day: one verdict for each target."""

    plan: Plan
    as_of: dt.date
    known_at: dt.date | None
    area: str
    """Name of the authority."""
    rule: RagRule
    neighbours: str | None
    """Version of the neighbour set."""
    aggregate: Aggregate
    sources: tuple[Source, ...] = attrs.field(repr=False)
    """The publications that its figures come from, as far as the installed packages know them."""
    verdicts: tuple[Verdict, ...] = attrs.field(repr=False)
    engine: Engine = attrs.field(repr=False, eq=False)
    release: str | None = None
    """Name of the release that was asked for; ``None`` for the last of each figure."""
    unpublished: bool = False
    """Whether unpublished figures went into it."""
    all_unpublished: bool = False
    """Whether all of its observations were said to be unpublished."""
    disclosure: DisclosureRule | None = None
    """The rule that keeps small numbers of the unpublished figures safe; without it nothing is shown."""

    def __getitem__(self, name: str) -> Verdict:
        """Return the verdict of that id; that of a measure's only target has the measure's id."""
        for verdict in self.verdicts:
            if verdict.id == name:
                return verdict
        several = [verdict.id for verdict in self.of(name)]
        what = f"single verdict (the measure has {len(several)})" if several else "verdict"
        raise LookupFailed(what, name, several or [verdict.id for verdict in self.verdicts])

    def __iter__(self) -> Iterator[Verdict]:
        """Iterate over the verdicts, in the order of the plan."""
        return iter(self.verdicts)

    def __len__(self) -> int:
        """Return the number of verdicts."""
        return len(self.verdicts)

    def of(self, measure: str) -> tuple[Verdict, ...]:
        """Return all verdicts of one measure."""
        return tuple(verdict for verdict in self.verdicts if verdict.measure.id == measure)

    def counts(self, *, proxies: bool) -> Mapping[Status, int]:
        """Return how many verdicts have each status, of measures judged on proxies or of the others."""
        return Counter(verdict.status for verdict in self.verdicts if verdict.is_proxy is proxies)

    def reasons(self) -> Mapping[Reason, int]:
        """Return how many verdicts cannot say for each reason, the commonest first."""
        found = Counter(one.reason for verdict in self.verdicts for one in verdict.reasons)
        return dict(found.most_common())

    def to_dict(self) -> dict[str, Any]:
        """Return everything in plain dictionaries, lists, numbers and texts, as the JSON output has it."""
        refuse_secret(self)
        return {
            "schema_version": CARD_SCHEMA,
            "plan": {"id": self.plan.id, "title": self.plan.title, "authority": self.plan.authority},
            "area": self.area,
            "as_of": self.as_of.isoformat(),
            "known_at": plain(self.known_at),
            "rule": {"name": self.rule.name, "version": self.rule.version, "words": self.rule.words},
            "release": self.release,
            "disclosure": None if self.disclosure is None else self.disclosure.words,
            "neighbours": {"version": self.neighbours, "aggregate": self.aggregate.value},
            "counts": {
                name: {status.value: n for status, n in sorted(self.counts(proxies=proxies).items())}
                for name, proxies in (("own", False), ("proxy", True))
            },
            "sources": plain(self.sources),
            "verdicts": [verdict_data(verdict) for verdict in self],
        }

    def to_frame(self) -> Table:
        """Return one row for each verdict, as the same kind of table that the observations were."""
        refuse_secret(self)
        rows = [verdict_row(verdict) for verdict in self]
        return native_like(self.engine, {name: [row[name] for row in rows] for name in COLUMNS}, COLUMNS)

    def to_html(
        self, path: str | Path | None = None, *, charts: bool = False, observations: object = None
    ) -> str:
        """Return the scorecard as one self-contained page; write it to ``path`` where one is given.

        With ``charts`` the page draws the figures; ``observations`` is then the table that the scorecard was
        made from, if those were not the published ones.
        """
        # reports stand above this room, which must not know them; they are asked for by name when needed
        reports = importlib.import_module("cypplan.reports")
        thing = self
        if charts:
            thing = importlib.import_module("cypplan.reports.briefing").brief(self, observations)
        page: str = reports.render(thing, "html")
        if path is not None:
            reports.write(page, path)
        return page
