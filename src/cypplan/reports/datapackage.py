"""The figures of a scorecard as a Frictionless data package: CSV files, and what is in each as JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.assess.guarding import refuse_secret
from cypplan.assess.plain import CARD_SCHEMA, COLUMNS, plain, verdict_row
from cypplan.reports.data import written
from cypplan.reports.tree import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.assess.scorecard import Scorecard

__all__ = ["INDEX", "neutral", "package_files", "zipped"]

INDEX: Final = "datapackage.json"
_PROFILES: Final = "https://datapackage.org/profiles/2.0"
_OPEN: Final = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
_TYPES: Final = {"String": "string", "Float64": "number", "Int64": "integer", "Boolean": "boolean"}
_ACTS: Final = ("=", "+", "-", "@", "\t", "\r")
_APOSTROPHE: Final = (
    "A text that begins as a formula does (with =, +, - or @) has an apostrophe before it, so that no "
    "spreadsheet runs it."
)


@attrs.frozen(kw_only=True)
class _Resource:
    """A table of the package."""

    name: str
    title: str
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, object], ...]
    key: tuple[str, ...]
    refers: bool = False
    """Whether its column "verdict" names a row of the table of verdicts."""


def package_files(card: Scorecard) -> Mapping[str, bytes]:
    """Return the files of a data package by their paths; the index names the others and what is in each.

    Raises
    ------
    DisclosureError
        If unpublished figures went into the scorecard without disclosure control.
    """
    refuse_secret(card)
    resources = tuple(_resources(card))
    tables = {resource.name: _csv(resource) for resource in resources}
    digest = hashlib.sha256(b"".join(tables.values())).hexdigest()[:12]
    paths = {name: f"data-{digest}/{name}.csv" for name in tables}
    index = _index(card, [_described(one, paths[one.name], tables[one.name]) for one in resources])
    return {INDEX: written(index).encode(), **{paths[name]: raw for name, raw in tables.items()}}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: it has an apostrophe where it might."""
    shown = tidy(text)
    return f"'{shown}" if shown.startswith(_ACTS) else shown


def _resources(card: Scorecard) -> Iterator[_Resource]:
    yield _Resource(
        name="verdicts",
        title="One row for each target: figure, status, reason, distance, gaps",
        columns=COLUMNS,
        rows=tuple(map(verdict_row, card)),
        key=("verdict",),
    )
    yield _Resource(
        name="comparisons",
        title="Our figures beside others of the same period",
        columns={
            "verdict": "String",
            "kind": "String",
            "name": "String",
            "value": "Float64",
            "gap": "Float64",
            "favour": "String",
            "n": "Int64",
            "of": "Int64",
            "version": "String",
            "aggregate": "String",
            "reason": "String",
        },
        rows=tuple(_comparisons(card)),
        key=("verdict", "kind"),
        refers=True,
    )
    yield _Resource(
        name="reasons",
        title="Why nothing can be said of a target",
        columns={"verdict": "String", "reason": "String", "sentence": "String"},
        rows=tuple(
            {"verdict": verdict.id, "reason": one.reason.value, "sentence": one.sentence}
            for verdict in card
            for one in verdict.reasons
        ),
        key=(),
        refers=True,
    )


def _comparisons(card: Scorecard) -> Iterator[Mapping[str, object]]:
    for verdict in card:
        for one in verdict.comparisons:
            data = plain(one)
            gap = {"gap": one.gap.value, "favour": one.gap.favour.value} if one.gap else {}
            yield {**data, "gap": None, "favour": None, **gap, "verdict": verdict.id}


def _csv(resource: _Resource) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(resource.columns)
    for row in resource.rows:
        writer.writerow([_cell(row[name]) for name in resource.columns])
    return made.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value) if isinstance(value, str) else "" if value is None else value


def _described(resource: _Resource, path: str, raw: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [{"name": name, "type": _TYPES[kind]} for name, kind in resource.columns.items()],
        "missingValues": [""],
    }
    if resource.key:
        schema["primaryKey"] = list(resource.key)
    if resource.refers:
        refers = {"fields": ["verdict"], "reference": {"resource": "verdicts", "fields": ["verdict"]}}
        schema["foreignKeys"] = [refers]
    return {
        "name": resource.name,
        "title": resource.title,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "schema": schema,
    }


def _index(card: Scorecard, resources: list[dict[str, Any]]) -> dict[str, Any]:
    data = card.to_dict()
    document = card.plan.document
    licences = [source.licence for source in card.sources]
    licences += [document.licence] if document and document.licence else []
    made = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": f"{_slug(card.plan.id)}-scorecard",
        "title": f"{card.plan.title}: scorecard, {card.area}, as of {card.as_of}",
        "description": f"Targets of a plan judged on published figures. {_APOSTROPHE}",
        "licenses": _licences(licences),
        "sources": list(_sources(card)),
        "resources": resources,
        "cypplan": {
            "schema_version": CARD_SCHEMA,
            **{name: data[name] for name in ("plan", "area", "as_of", "known_at", "rule", "neighbours")},
            "counts": data["counts"],
        },
    }
    return {name: value for name, value in made.items() if value != []}  # a list may not be empty there


def _licences(stated: Iterable[str]) -> list[dict[str, str]]:
    found = dict.fromkeys(stated)
    return [_OPEN if one == _OPEN["title"] else {"name": _slug(one), "title": tidy(one)} for one in found]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "unnamed"


def _sources(card: Scorecard) -> Iterator[dict[str, str]]:
    for one in card.sources:
        yield _source(f"{one.title} ({one.publisher})", one.url, one.release)
    if card.plan.document is not None:
        yield _source(str(card.plan.document), card.plan.document.url, card.plan.document.published)


def _source(title: str, url: str | None, release: str | None) -> dict[str, str]:
    known = {"title": title, "path": url, "version": release}
    return {name: value for name, value in known.items() if value}
