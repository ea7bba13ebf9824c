"""The formulas: rates, means, intervals, gaps and the arithmetic of targets, on numbers and on columns.

What works on tables is loaded when it is touched, so that single numbers never load a table library; so are
the less usual formulas on numbers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from cypplan.calc.estimates import Estimate, Interval, proportion, rate
from cypplan.calc.gaps import Favour, Gap, Narrowing, Sense, gap, narrowing

if TYPE_CHECKING:
    from cypplan.calc.bands import Band, Banded, Ranked, quartile_bands, ranks
    from cypplan.calc.change import Change, Travel, change_between, change_on_last_year, travel
    from cypplan.calc.columns import with_proportions, with_rates
    from cypplan.calc.columns_bands import with_bands, with_ranks
    from cypplan.calc.columns_change import changes_by, with_change
    from cypplan.calc.columns_comparison import with_funnel, with_significance
    from cypplan.calc.columns_control import with_control_limits
    from cypplan.calc.columns_gaps import with_gaps, with_narrowing
    from cypplan.calc.columns_groups import directly_standardised_by, indirectly_standardised_by, means_by
    from cypplan.calc.columns_inequality import inequality_indices_by
    from cypplan.calc.columns_ratios import (
        with_proportion_differences,
        with_rate_differences,
        with_rate_ratios,
    )
    from cypplan.calc.columns_trends import trends_by
    from cypplan.calc.comparison import Significance, Standing, significance
    from cypplan.calc.control import ControlChart, ControlLimits, ControlPoint, control_chart
    from cypplan.calc.control_rules import Assurance, ControlRule, Variation
    from cypplan.calc.funnel import Funnel, FunnelPlace, pooled_funnel
    from cypplan.calc.inequality import Inequality, inequality_indices
    from cypplan.calc.means import mean, mean_from_summary
    from cypplan.calc.ratios import proportion_difference, rate_difference, rate_ratio
    from cypplan.calc.standardised import (
        directly_standardised,
        expected_events,
        indirectly_standardised,
        standardised_ratio,
    )
    from cypplan.calc.standards import ESP_2013, standard_weights
    from cypplan.calc.trends import Course, RecentTrend, proportion_trend, rate_trend, recent_trend

__all__ = [
    "ESP_2013",
    "Assurance",
    "Band",
    "Banded",
    "Change",
    "ControlChart",
    "ControlLimits",
    "ControlPoint",
    "ControlRule",
    "Course",
    "Estimate",
    "Favour",
    "Funnel",
    "FunnelPlace",
    "Gap",
    "Inequality",
    "Interval",
    "Narrowing",
    "Ranked",
    "RecentTrend",
    "Sense",
    "Significance",
    "Standing",
    "Travel",
    "Variation",
    "change_between",
    "change_on_last_year",
    "changes_by",
    "control_chart",
    "directly_standardised",
    "directly_standardised_by",
    "expected_events",
    "gap",
    "indirectly_standardised",
    "indirectly_standardised_by",
    "inequality_indices",
    "inequality_indices_by",
    "mean",
    "mean_from_summary",
    "means_by",
    "narrowing",
    "pooled_funnel",
    "proportion",
    "proportion_difference",
    "proportion_trend",
    "quartile_bands",
    "ranks",
    "rate",
    "rate_difference",
    "rate_ratio",
    "rate_trend",
    "recent_trend",
    "significance",
    "standard_weights",
    "standardised_ratio",
    "travel",
    "trends_by",
    "with_bands",
    "with_change",
    "with_control_limits",
    "with_funnel",
    "with_gaps",
    "with_narrowing",
    "with_proportion_differences",
    "with_proportions",
    "with_ranks",
    "with_rate_differences",
    "with_rate_ratios",
    "with_rates",
    "with_significance",
]

_LATER: Final = {
    "with_control_limits": "cypplan.calc.columns_control",
    "inequality_indices_by": "cypplan.calc.columns_inequality",
    "ControlChart": "cypplan.calc.control",
    "ControlLimits": "cypplan.calc.control",
    "ControlPoint": "cypplan.calc.control",
    "control_chart": "cypplan.calc.control",
    "Assurance": "cypplan.calc.control_rules",
    "ControlRule": "cypplan.calc.control_rules",
    "Variation": "cypplan.calc.control_rules",
    "Inequality": "cypplan.calc.inequality",
    "inequality_indices": "cypplan.calc.inequality",
    "Band": "cypplan.calc.bands",
    "Banded": "cypplan.calc.bands",
    "Ranked": "cypplan.calc.bands",
    "quartile_bands": "cypplan.calc.bands",
    "ranks": "cypplan.calc.bands",
    "Change": "cypplan.calc.change",
    "Travel": "cypplan.calc.change",
    "change_between": "cypplan.calc.change",
    "change_on_last_year": "cypplan.calc.change",
    "travel": "cypplan.calc.change",
    "with_bands": "cypplan.calc.columns_bands",
    "with_ranks": "cypplan.calc.columns_bands",
    "changes_by": "cypplan.calc.columns_change",
    "with_change": "cypplan.calc.columns_change",
    "with_funnel": "cypplan.calc.columns_comparison",
    "with_significance": "cypplan.calc.columns_comparison",
    "trends_by": "cypplan.calc.columns_trends",
    "Significance": "cypplan.calc.comparison",
    "Standing": "cypplan.calc.comparison",
    "significance": "cypplan.calc.comparison",
    "Funnel": "cypplan.calc.funnel",
    "FunnelPlace": "cypplan.calc.funnel",
    "pooled_funnel": "cypplan.calc.funnel",
    "Course": "cypplan.calc.trends",
    "RecentTrend": "cypplan.calc.trends",
    "proportion_trend": "cypplan.calc.trends",
    "rate_trend": "cypplan.calc.trends",
    "recent_trend": "cypplan.calc.trends",
    "with_proportions": "cypplan.calc.columns",
    "with_rates": "cypplan.calc.columns",
    "with_gaps": "cypplan.calc.columns_gaps",
    "with_narrowing": "cypplan.calc.columns_gaps",
    "directly_standardised_by": "cypplan.calc.columns_groups",
    "indirectly_standardised_by": "cypplan.calc.columns_groups",
    "means_by": "cypplan.calc.columns_groups",
    "with_proportion_differences": "cypplan.calc.columns_ratios",
    "with_rate_differences": "cypplan.calc.columns_ratios",
    "with_rate_ratios": "cypplan.calc.columns_ratios",
    "mean": "cypplan.calc.means",
    "mean_from_summary": "cypplan.calc.means",
    "proportion_difference": "cypplan.calc.ratios",
    "rate_difference": "cypplan.calc.ratios",
    "rate_ratio": "cypplan.calc.ratios",
    "directly_standardised": "cypplan.calc.standardised",
    "expected_events": "cypplan.calc.standardised",
    "indirectly_standardised": "cypplan.calc.standardised",
    "standardised_ratio": "cypplan.calc.standardised",
    "ESP_2013": "cypplan.calc.standards",
    "standard_weights": "cypplan.calc.standards",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(_LATER[name]), name)
    globals()[name] = value
    return value
