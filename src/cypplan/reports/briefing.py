"""A scorecard with what a board reads beside it: charts, changes, comments, findings of the check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cypplan.assess.charts import charts_of
from cypplan.assess.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.assess import Scorecard
    from cypplan.assess.changes import Changes
    from cypplan.assess.charts import Charted
    from cypplan.assess.commentary import Comment
    from cypplan.audit.findings import Finding, Findings
    from cypplan.plugins import Registry

__all__ = ["Briefing", "brief"]


@attrs.frozen(kw_only=True)
class Briefing:
    """A scorecard and what stands beside it; each part may be absent."""

    card: Scorecard
    charts: Mapping[str, Charted] = attrs.field(factory=dict, repr=False)
    """Charts by the id of the verdict."""
    changes: Changes | None = None
    """What is other than in an earlier scorecard."""
    comments: Mapping[str, tuple[Comment, ...]] = attrs.field(factory=dict, repr=False)
    """What the authority says, by the id of the measure or the verdict."""
    findings: Findings | None = None
    """What the check found in the plan."""

    def findings_on(self, measure: str) -> tuple[Finding, ...]:
        """Return the findings on a measure that nobody has acknowledged, the gravest first."""
        if self.findings is None:
            return ()
        return tuple(one for one in self.findings.on(f"measures.{measure}") if not one.acknowledged)

    def to_dict(self) -> dict[str, Any]:
        """Return everything in plain dictionaries: the scorecard, and each part beside it."""
        from cypplan.reports.charts import chart_blocks  # noqa: PLC0415 (only where charts are wanted as data)

        data = self.card.to_dict()
        if self.charts:
            blocks = [block for charted in self.charts.values() for block in chart_blocks(charted)]
            data["charts"] = [
                {
                    "kind": one.kind,
                    "verdict": one.about,
                    "title": one.title,
                    "text": one.text,
                    "data": {name: [dict(row) for row in rows] for name, rows in one.data.items()},
                }
                for one in blocks
            ]
        if self.changes is not None:
            data["changes"] = _changes(self.changes)
        if self.comments:
            data["comments"] = [plain(one) for comments in self.comments.values() for one in comments]
        if self.findings is not None:
            data["findings"] = [one.to_dict() for one in self.findings]
        return data


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "since": plain(changes.since),
        "other_rule": changes.other_rule,
        "flips": [{"verdict": one.verdict.id, "before": plain(one.before)} for one in changes.flips],
        "figures": [{"verdict": one.verdict.id, "before": plain(one.before)} for one in changes.figures],
        "same": changes.same,
        "appeared": [verdict.id for verdict in changes.appeared],
        "gone": list(changes.gone),
    }


def brief(
    card: Scorecard,
    observations: object = None,
    *,
    charts: bool = True,
    changes: Changes | None = None,
    comments: Mapping[str, tuple[Comment, ...]] | None = None,
    findings: Findings | None = None,
    registry: Registry | None = None,
) -> Briefing:
    """Return a scorecard with what stands beside it, for :func:`~cypplan.reports.render`.

    Parameters
    ----------
    card
        The scorecard.
    observations
        The table that it was made from; ``None`` takes the published figures.
    charts
        Whether to draw the figures; a page without charts needs neither Altair nor vl-convert.
    changes
        From :func:`~cypplan.assess.changes.changes_since`.
    comments
        From :func:`~cypplan.assess.commentary.read_comments`.
    findings
        From :func:`~cypplan.audit.check`.
    registry
        As for the scorecard.

    Raises
    ------
    ValueFault
        If the observations are not those that the scorecard was made from.

    Examples
    --------
    >>> import cypplan
    >>> card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-03-31")
    >>> len(brief(card).charts) > 10
    True
    """
    drawn = charts_of(card, observations, registry=registry) if charts else {}
    return Briefing(card=card, charts=drawn, changes=changes, comments=comments or {}, findings=findings)
