"""Plans, measures, figures, gaps, verdicts and scorecards in a notebook: short, escaped, without scripts.

Each is a few lines and a table; what is longer says how to see the rest.
"""

from __future__ import annotations

import html
import itertools
from typing import TYPE_CHECKING, Final

from cypplan.assess.guarding import refuse_secret
from cypplan.assess.scorecard import Scorecard
from cypplan.assess.verdicts import Verdict
from cypplan.assess.words import Status
from cypplan.calc.estimates import Estimate
from cypplan.calc.gaps import Favour, Gap
from cypplan.errors import DisclosureError
from cypplan.plans.model import Measure, Plan
from cypplan.reports.overview import asked, children_words, decimals_of, measure_title
from cypplan.reports.tree import tidy
from cypplan.reports.words import (
    SYMBOLS,
    baseline_words,
    day,
    due_words,
    figure,
    period_words,
    plural,
    target_words,
    value_words,
    verdict_due,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["bundle"]

_ROWS: Final = 30
"""Rows of a table at most."""
_LONGEST: Final = 240
"""Characters of a text at most."""
_QUOTES: Final = 3


def bundle(value: object) -> dict[str, str]:
    """Return a value as plain text and as HTML, by their media types."""
    for cls, shown in _SHOWN.items():
        if isinstance(value, cls):
            title, parts = shown(value)
            body = "".join(parts)
            return {
                "text/plain": _short(title),
                "text/html": f'<div lang="en-GB"><p><strong>{_text(title)}</strong></p>{body}</div>',
            }
    return {"text/plain": repr(value), "text/html": f"<pre>{_text(repr(value))}</pre>"}


def _plan(plan: Plan) -> tuple[str, Iterator[str]]:
    def parts() -> Iterator[str]:
        stated = f", {plan.period.stated}" if plan.period.stated else ""
        yield _line(f"{plan.id}{stated}; authority {plan.authority}")
        counts = {one.id: 0 for one in plan.outcomes}
        for measure in plan.measures:
            counts[measure.outcome or ""] = counts.get(measure.outcome or "", 0) + 1
        rows = [(one.number or "", one.title, str(counts[one.id])) for one in plan.outcomes]
        yield _table(f"Outcomes ({len(rows)})", ("Number", "Outcome", "Measures"), rows)
        size = f"{plural(len(plan.measures), 'measure')}, {plural(len(plan.actions), 'action')}"
        yield _line(f"{size}, {plural(len(plan.bodies), 'body').replace('bodys', 'bodies')}")

    return plan.title, parts()


def _measure(measure: Measure) -> tuple[str, Iterator[str]]:
    def parts() -> Iterator[str]:
        rows = [("Id", measure.id), ("Unit", measure.unit.label if measure.unit else "not stated")]
        rows += [("Better", measure.direction.value)] if measure.direction else []
        baseline = baseline_words(measure.baseline, measure.unit)
        period = measure.baseline.period if measure.baseline else None
        if baseline:
            rows.append(("Baseline", f"{baseline}, {period_words(period)}" if period else baseline))
        for target in measure.targets:
            due = due_words(target)
            words = target_words(target, measure)
            rows.append(("Target", f"{words}, {due}" if due else words))
        if measure.indicator is not None:
            rows.append(("Indicator", f"{measure.indicator.id} ({measure.indicator.comparability})"))
        yield _facts("Measure", rows)
        for statement in measure.statements[:_QUOTES]:
            yield f"<blockquote>{_text(statement.text)}</blockquote>"
        yield from _more(len(measure.statements) - _QUOTES, "statement", ".statements has all")

    return measure.title, parts()


def _estimate(estimate: Estimate) -> tuple[str, Iterator[str]]:
    rows = [("Count", f"{estimate.count:,g}")] if estimate.count is not None else []
    rows += [("Of", f"{estimate.denominator:,g}")] if estimate.denominator is not None else []
    rows += [
        (f"{one.confidence * 100:g}% interval", f"{one.lower:,.1f} to {one.upper:,.1f}")
        for one in estimate.intervals
    ]
    rows += [("Interval by", estimate.method)] if estimate.method else []
    return str(estimate), iter([_facts("Figure", rows)] if rows else [])


def _gap(gap: Gap) -> tuple[str, Iterator[str]]:
    rows = [
        (name, figure(value, None))
        for name, value in (("Ours", gap.ours), ("Theirs", gap.theirs))
        if value is not None
    ]
    meaning = "neither way" if gap.favour is Favour.NONE else gap.favour.value
    rows.append(("For children", meaning))
    rows += [
        (f"{one.confidence * 100:g}% interval", f"{one.lower:,.1f} to {one.upper:,.1f}")
        for one in gap.intervals
    ]
    return f"Gap {gap}", iter([_facts("Gap", rows)])


def _verdict(verdict: Verdict) -> tuple[str, Iterator[str]]:
    title = f"{measure_title(verdict)}: {verdict.status}" + (f" ({verdict.rag})" if verdict.rag else "")
    return title, iter([_facts("Verdict", list(_verdict_rows(verdict)))])


def _verdict_rows(verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield "Id", verdict.id
    due = verdict_due(verdict)
    yield "Target", ", ".join(filter(None, [asked(verdict) or "none", due]))
    yield "Figure", _figure(verdict)
    for one in verdict.reasons:
        yield "Reason", str(one)
    if verdict.rag is not None:
        yield "Colour", f"{verdict.rag}, by the rule {verdict.rule}"
    if children_words(verdict):
        yield "Distance", children_words(verdict)
    for compared in verdict.comparisons:
        yield f"Gap to {compared.name}", str(compared.gap or compared.reason or "no figure")
    if verdict.trend is not None and verdict.trend.travel is not None:
        yield "Travel", verdict.trend.travel.value
    if verdict.qualifiers:
        yield "Read with care", "; ".join(one.value for one in verdict.qualifiers)


def _figure(verdict: Verdict) -> str:
    seen = verdict.observation
    if seen is None:
        return "none"
    shown = value_words(seen, decimals=decimals_of(verdict))
    return f"{shown}, {period_words(seen.period)}" + (", proxy" if verdict.is_proxy else "")


def _card(card: Scorecard) -> tuple[str, Iterator[str]]:
    title = f"{card.plan.title}: scorecard, {card.area}, as of {day(card.as_of)}"
    try:
        refuse_secret(card)
    except DisclosureError as error:
        return title, iter([_line(str(error))])
    return title, _card_parts(card)


def _card_parts(card: Scorecard) -> Iterator[str]:
    own, proxy = card.counts(proxies=False), card.counts(proxies=True)
    rows = [
        (f"{SYMBOLS[status].character} {status}", str(own[status]), str(proxy[status]))
        for status in Status
        if own[status] or proxy[status]
    ]
    yield _table(f"Targets by status ({len(card)})", ("Status", "Own figures", "Proxies"), rows)
    judged = [verdict for verdict in card if verdict.status is not Status.CANNOT_SAY]
    rows = [
        (measure_title(one), asked(one), _figure(one), one.status.value, one.rag.value if one.rag else "")
        for one in itertools.islice(judged, _ROWS)
    ]
    if rows:
        heads = ("Measure", "Target", "Figure", "Status", "Colour")
        yield _table("Targets that could be judged", heads, rows)
    yield from _more(len(judged) - _ROWS, "target", '.to_html("card.html") has all')
    yield _line(f"Rule: {card.rule}. {card.rule.words}")


_SHOWN: Final[Mapping[type, Callable[..., tuple[str, Iterator[str]]]]] = {
    Plan: _plan,
    Measure: _measure,
    Estimate: _estimate,
    Gap: _gap,
    Verdict: _verdict,
    Scorecard: _card,
}


def _short(text: str) -> str:
    shown = tidy(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} ..."


def _text(text: str) -> str:
    return html.escape(_short(text))


def _line(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _more(number: int, noun: str, how: str) -> Iterator[str]:
    if number > 0:
        yield _line(f"And {plural(number, noun)} more: {how}.")


def _facts(caption: str, rows: Iterable[tuple[str, str]]) -> str:
    body = "".join(
        f'<tr><th scope="row">{_text(term)}</th><td>{_text(words)}</td></tr>' for term, words in rows
    )
    return f"<table><caption>{_text(caption)}</caption><tbody>{body}</tbody></table>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{_text(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<table><caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
