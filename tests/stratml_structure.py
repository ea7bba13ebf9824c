"""What the published schemas of StratML say of its elements: which may follow which, how often, holding what.

Written from the documentation of Part 1 (schema 1.1, April 2014) and Part 2 (schema 2.2, February 2016). A
sign after a name says how often: none for once, ? for at most once, * for any number, + for once or more.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator

_SHARED: Final = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
}
_PART_1: Final = {
    **_SHARED,
    "StrategicPlan": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation?",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?",
    "Stakeholder": "Name Description?",
    "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
}
_PART_2: Final = {
    **_SHARED,
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore "
    "AdministrativeInformation? Submitter?",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? "
    "PerformanceIndicator*",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType?",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? "
    "Relationship* MeasurementInstance* OtherInformation?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
}
STRUCTURES: Final = {1: ("StrategicPlan", _PART_1), 2: ("PerformancePlanOrReport", _PART_2)}
_ATTRIBUTES: Final = {
    "PerformanceIndicator": {"PerformanceIndicatorType": {"Quantitative", "Qualitative"}},
    "Stakeholder": {"StakeholderTypeType": {"Person", "Organization", "Generic_Group"}},
    "PerformancePlanOrReport": {"Type": {"Strategic_Plan", "Performance_Plan", "Performance_Report"}},
}
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def problems(root: ET.Element, part: int, namespace: str) -> Iterator[str]:
    """Yield what is not as the schema of a part has it."""
    name, structure = STRUCTURES[part]
    if root.tag != f"{{{namespace}}}{name}":
        yield f"the root is {root.tag}"
    if part == 2 and "Type" not in root.attrib:
        yield "the root has no Type"
    identifiers = [one.text or "" for one in root.iter(f"{{{namespace}}}Identifier")]
    yield from (f"Identifier {one!r} is none" for one in identifiers if not _ID.fullmatch(one))
    yield from (f"Identifier {one!r} twice" for one in set(identifiers) if identifiers.count(one) > 1)
    for element in root.iter():
        yield from _element(element, structure, namespace)


def _element(element: ET.Element, structure: dict[str, str], namespace: str) -> Iterator[str]:
    name = element.tag.removeprefix(f"{{{namespace}}}")
    inner = " ".join(one.tag.removeprefix(f"{{{namespace}}}") for one in element)
    if name in structure:
        pattern = "".join(
            f"(?:{one.rstrip('?*+')} ){one[len(one.rstrip('?*+')) :]}" for one in structure[name].split()
        )
        if not re.fullmatch(pattern, f"{inner} " if inner else ""):
            yield f"{name} holds {inner or 'nothing'}"
        if (element.text or "").strip():
            yield f"{name} holds text"
    elif inner:
        yield f"{name} holds {inner}"
    else:
        yield from _text(name, element.text or "")
    for key, value in element.attrib.items():
        if value not in _ATTRIBUTES.get(name, {}).get(key, set()):
            yield f"{name} has {key}={value!r}"


def _text(name: str, text: str) -> Iterator[str]:
    try:
        if name.endswith("Date") and text:
            dt.date.fromisoformat(text)
        elif name == "NumberOfUnits" and text:
            Decimal(text)
            if "e" in text.casefold():
                yield f"{name} {text!r} is no decimal"
    except (ValueError, ArithmeticError):
        yield f"{name} {text!r}"
