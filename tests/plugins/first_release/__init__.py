"""A plugin as it was written for the first release. It is never changed: every later release must load it."""

# fmt: off

from datetime import date
from pathlib import Path

from cypplan.areas import Area, AreaKind
from cypplan.assess import Rag, RagRule, Status
from cypplan.audit import Fact, Found, Rule
from cypplan.comparators import NeighbourSet
from cypplan.indicators import Form, Indicator
from cypplan.observations.sets import ObservationSet, Source
from cypplan.plugins import ReportFormat, hookimpl
from cypplan.units import Unit

HERE = Path(__file__).parent


@hookimpl
def cypplan_plans():
    return sorted((HERE / "plans").glob("*.toml"))


@hookimpl
def cypplan_indicators(host):
    assert host.version
    unit = Unit.parse("percent_of_pupils")
    yield Indicator(id="first-attendance", title="Attendance", form=Form.LEVEL, unit=unit)


@hookimpl
def cypplan_areas():
    old = Area("E10000009", "Dorset (Pre LG)", AreaKind.AUTHORITY, "835", end=date(2019, 3, 31), successors=("E06000059",))
    return [old, Area("E06000059", "Dorset", "authority", predecessors=("E10000009",))]


@hookimpl
def cypplan_comparator_sets():
    members = {"E06000007": ("E06000050", "E06000049")}
    return (NeighbourSet(version="first-2025", title="Neighbours", source="A study", members=members),)


@hookimpl
def cypplan_observations():
    source = Source(id="s", title="S", publisher="P", release="2025", licence="OGL-UK-3.0")
    return [ObservationSet(id="first", title="First", path=HERE / "figures.parquet", sources=(source,))]


class FirstReader:
    name = "first-survey"
    title = "The answers of a survey"

    def recognises(self, head):
        from cypplan.observations.readers.protocol import NO, YES

        return YES if "answer" in head.keys else NO

    def read(self, table, request):
        raise NotImplementedError


@hookimpl
def cypplan_readers():
    return [FirstReader()]


def find_short_titles(subject):
    if len(subject.plan.title) < 10:
        yield Found(fact=Fact("plan"), message="the title is short")


@hookimpl
def cypplan_audit_rules():
    return [Rule(code="FIRST-1", title="A short title", family="plan", severity="note", find=find_short_titles)]


@hookimpl
def cypplan_report_formats():
    return [ReportFormat(name="first-title", extension=".first", render=lambda document: document.title)]


@hookimpl
def cypplan_rag_rules():
    colours = {Status.MET: Rag.GREEN, Status.NOT_MET: Rag.RED}
    return [RagRule(name="first-plain", version="1", words="green: met; red: not met", colours=colours)]
