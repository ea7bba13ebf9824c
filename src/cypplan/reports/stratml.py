"""A plan in the Strategy Markup Language: Part 1 (ISO 17469-1) or Part 2, which has performance plans.

The order of elements is that of the published schemas (1.1 of April 2014, 2.2 of February 2016). What the
language has no element for is said in words where it has room for them, or left out; the manual lists which.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.targets import ValueTarget
from cypplan.reports.tree import tidy
from cypplan.reports.words import baseline_words, due_words, target_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.periods import Period
    from cypplan.plans.model import Action, Measure, Outcome, Plan, Priority, Statement
    from cypplan.plans.points import Point
    from cypplan.plans.targets import Target

__all__ = ["NAMESPACES", "stratml"]

NAMESPACES: Final = {
    1: "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    2: "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
}
"""The namespace of each part."""
_ROOTS: Final = {1: "StrategicPlan", 2: "PerformancePlanOrReport"}
_NO_UNIT: Final = "not stated"
_REST: Final = "Under no outcome"
_OURS: Final = "This goal is none of the plan's: it holds what the plan puts under no outcome."


def stratml(plan: Plan, *, part: int = 2) -> str:
    """Return a plan as an XML document in StratML.

    Part 2 has elements for measures, with their baselines and targets; Part 1, the international standard,
    has none, and its objectives tell them in words.

    Examples
    --------
    >>> import cypplan
    >>> text = stratml(cypplan.plan("warrington-care-2018"))
    >>> "<MeasurementDimension>" in text
    True
    """
    return _Writer(plan, part).written()


@attrs.define
class _Writer:
    """Writes one plan; remembers which identifiers are taken, since a document has each once."""

    plan: Plan
    part: int
    taken: set[str] = attrs.field(factory=set)

    def written(self) -> str:
        plan = self.plan
        kind = {"Type": "Performance_Plan"} if self.part == 2 else {}  # noqa: PLR2004 (Part 2)
        root = ET.Element(_ROOTS[self.part], {"xmlns": NAMESPACES[self.part], **kind})
        _text(root, "Name", plan.title)
        _said(root, "Description", _joined(_point("Ambition", plan.ambition), _point("Ages", plan.age_range)))
        _said(root, "OtherInformation", _joined(*_other(plan)))
        self.core(ET.SubElement(root, "StrategicPlanCore"))
        self.administration(root)
        ET.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

    def core(self, core: ET.Element) -> None:
        plan = self.plan
        organisation = ET.SubElement(core, "Organization")
        _text(organisation, "Name", plan.document.publisher if plan.document else plan.authority)
        self.identifier(organisation, plan.authority)
        _said(organisation, "Description", plan.partnership.text if plan.partnership else "")
        self.stakeholders(organisation, _partners(plan))
        if plan.vision is not None:
            _text(ET.SubElement(core, "Vision"), "Description", plan.vision.text)
        for one in (*plan.values, *plan.principles, *plan.behaviours):
            value = ET.SubElement(core, "Value")
            _said(value, "Name", one.heading or "")
            _text(value, "Description", one.text)
        for outcome in plan.outcomes:
            self.outcome(core, outcome)
        for priority in plan.priorities:
            if priority.outcome is None:
                goal = self.goal(core, priority.title, _points(priority.areas_of_focus), priority.id)
                _said(goal, "SequenceIndicator", priority.number or "")
                _text(goal, "OtherInformation", "A priority of the whole plan.")
        self.rest(core)

    def goal(self, core: ET.Element, title: str, description: str, name: str) -> ET.Element:
        goal = ET.SubElement(core, "Goal")
        _text(goal, "Name", title)
        _text(goal, "Description", description)
        self.identifier(goal, f"goal.{name}")
        return goal

    def outcome(self, core: ET.Element, outcome: Outcome) -> None:
        description = _points((*outcome.areas_of_focus, *outcome.achieve))
        goal = self.goal(core, outcome.title, description, outcome.id)
        _said(goal, "SequenceIndicator", outcome.number or "")
        self.stakeholders(goal, self.leads(outcome.leads))
        success = _points(outcome.success)
        _said(goal, "OtherInformation", f"What success will look like: {success}" if success else "")
        for measure in self.plan.measures:
            if measure.outcome == outcome.id:
                self.measure(goal, measure)
        for priority in self.plan.priorities:
            if priority.outcome == outcome.id:
                self.priority(goal, priority)
        for action in outcome.actions:
            self.action(goal, action)

    def rest(self, core: ET.Element) -> None:
        """Write measures of no outcome, under a goal of ours; a goal there must be in any case."""
        known = {outcome.id for outcome in self.plan.outcomes}
        measures = [one for one in self.plan.measures if one.outcome not in known]
        if measures or core.find("Goal") is None:
            goal = self.goal(core, _REST, "", "none")
            _text(goal, "OtherInformation", _OURS)
            for measure in measures:
                self.measure(goal, measure)

    def objective(self, goal: ET.Element, title: str, description: str, name: str) -> ET.Element:
        objective = ET.SubElement(goal, "Objective")
        _text(objective, "Name", title)
        _said(objective, "Description", description)
        self.identifier(objective, name)
        return objective

    def measure(self, goal: ET.Element, measure: Measure) -> None:
        words = _joined(*(statement.text for statement in measure.statements))
        objective = self.objective(goal, measure.title, words, f"measure.{measure.id}")
        leads = dict.fromkeys(lead for statement in measure.statements for lead in statement.leads)
        self.stakeholders(objective, self.leads(leads))
        in_words = () if self.part == 2 else _figures(measure)  # noqa: PLR2004 (Part 2)
        _said(objective, "OtherInformation", _joined(*_measure_other(measure), *in_words))
        if self.part == 2:  # noqa: PLR2004
            self.indicator(objective, measure)

    def indicator(self, objective: ET.Element, measure: Measure) -> None:
        kind = {"PerformanceIndicatorType": "Quantitative"} if measure.unit else {}
        indicator = ET.SubElement(objective, "PerformanceIndicator", kind)
        _text(indicator, "MeasurementDimension", measure.title)
        _text(indicator, "UnitOfMeasurement", measure.unit.label if measure.unit else _NO_UNIT)
        self.identifier(indicator, f"indicator.{measure.id}")
        baseline = measure.baseline
        if measure.targets or baseline is not None:
            instance = ET.SubElement(indicator, "MeasurementInstance")
            for statement in measure.statements:
                for target in statement.targets:
                    _target(instance, target, measure, statement)
            if baseline is not None:
                value = None if baseline.value is None else f"{baseline.value:f}"
                words = f"Baseline: {baseline_words(baseline, measure.unit) or 'announced, and not given'}"
                _result(instance, "ActualResult", baseline.period, value, words)

    def priority(self, goal: ET.Element, priority: Priority) -> None:
        words = _points(priority.areas_of_focus)
        objective = self.objective(goal, priority.title, words, f"priority.{priority.id}")
        _said(objective, "SequenceIndicator", priority.number or "")
        _text(objective, "OtherInformation", "A priority of the plan.")

    def action(self, goal: ET.Element, action: Action) -> None:
        objective = self.objective(goal, action.text, "", f"action.{action.id}")
        self.stakeholders(objective, self.leads(action.leads))
        when = f"Timescale: {action.timescale}" if action.timescale else ""
        success = _points(action.success)
        told = f"Success measures: {success}" if success else ""
        _text(objective, "OtherInformation", _joined("An action of the plan.", when, told))

    def leads(self, ids: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        people = {one.id: one for one in self.plan.people}
        bodies = {one.id: one for one in self.plan.bodies}
        for one in ids:
            if one in people:
                yield "Person", people[one].name, people[one].post or ""
            else:
                yield "Organization", bodies[one].name if one in bodies else one, ""

    def stakeholders(self, parent: ET.Element, named: Iterable[tuple[str, str, str]]) -> None:
        for kind, name, description in named:
            stakeholder = ET.SubElement(parent, "Stakeholder", {"StakeholderTypeType": kind})
            _text(stakeholder, "Name", name)
            _said(stakeholder, "Description", description)

    def administration(self, root: ET.Element) -> None:
        plan = self.plan
        administration = ET.Element("AdministrativeInformation")
        if self.part == 2:  # noqa: PLR2004 (Part 1 has no identifier here)
            self.identifier(administration, f"plan.{plan.id}")
        for name, date in (("StartDate", plan.period.start), ("EndDate", plan.period.end)):
            _said(administration, name, date.isoformat() if date else "")
        _said(administration, "Source", (plan.document and plan.document.url) or "")
        if len(administration):
            root.append(administration)

    def identifier(self, parent: ET.Element, name: str) -> None:
        """Write an identifier: a name that XML allows, and that no other element of the document has."""
        made = re.sub(r"[^A-Za-z0-9._-]", "_", name)
        made = made if re.match(r"[A-Za-z_]", made) else f"_{made}"
        number = 1
        while (unique := made if number == 1 else f"{made}.{number}") in self.taken:
            number += 1
        self.taken.add(unique)
        _text(parent, "Identifier", unique)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = tidy(text)


def _said(parent: ET.Element, name: str, text: str) -> None:
    """Write an element that may be left out, if there is something to say."""
    if text:
        _text(parent, name, text)


def _joined(*parts: str) -> str:
    return " | ".join(filter(None, parts))


def _points(points: Iterable[Point]) -> str:
    return _joined(*(one.text for one in points))


def _point(term: str, point: Point | None) -> str:
    return f"{term}: {point.text}" if point else ""


def _other(plan: Plan) -> Iterator[str]:
    yield f"Edition: {plan.edition}" if plan.edition else ""
    yield f"Period as stated: {plan.period.stated}" if plan.period.stated else ""
    for term, points in (
        ("Aspirations", plan.aspirations),
        ("Enablers", plan.enablers),
        ("Commitments", plan.commitments),
    ):
        yield f"{term}: {_points(points)}" if points else ""
    if plan.document is not None:
        yield f"Document: {plan.document}"
        yield f"Licence: {plan.document.licence}" if plan.document.licence else ""


def _partners(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for partner in plan.partners:
        yield "Organization", partner.name, partner.role or ""
    for body in plan.bodies:
        chair = f"Chair: {body.chair}" if body.chair else ""
        yield "Organization", body.name, _joined(body.role or "", chair)
    for person in plan.people:
        yield "Person", person.name, _joined(person.post or "", person.role or "")


def _measure_other(measure: Measure) -> Iterator[str]:
    yield "Read out of an action." if measure.kind == "implied" else ""
    yield f"Better: {measure.direction}" if measure.direction else ""
    if measure.indicator is not None:
        yield f"National indicator: {measure.indicator.id} ({measure.indicator.comparability})"
    yield f"Also under: {', '.join(measure.borrowed_by)}" if measure.borrowed_by else ""
    yield f"Source as named: {measure.source}" if measure.source else ""


def _figures(measure: Measure) -> Iterator[str]:
    """Yield baseline and targets in words, for a document that has no elements for them."""
    baseline = baseline_words(measure.baseline, measure.unit)
    if baseline:
        period = measure.baseline.period if measure.baseline else None
        yield f"Baseline: {baseline}" + (f" in {period}" if period else "")
    for target in measure.targets:
        yield f"Target: {_joined(target_words(target, measure), due_words(target))}"


def _target(instance: ET.Element, target: Target, measure: Measure, statement: Statement) -> None:
    value = f"{target.value:f}" if isinstance(target, ValueTarget) else None
    own = isinstance(target, ValueTarget) and target.unit is not None and target.unit != measure.unit
    words = _joined(target_words(target, measure), "ongoing" if target.ongoing else "", statement.text)
    _result(instance, "TargetResult", target.period, None if own else value, words)


def _result(instance: ET.Element, name: str, period: Period | None, value: str | None, words: str) -> None:
    result = ET.SubElement(instance, name)
    if period is not None:
        _text(result, "StartDate", period.start.isoformat())
        _text(result, "EndDate", period.end.isoformat())
    _said(result, "NumberOfUnits", value or "")
    _text(result, "Description", words)
