"""The formulas: rates, intervals, gaps and the arithmetic of targets, on numbers and on columns."""

from __future__ import annotations

from cypplan.calc.columns import with_proportions, with_rates
from cypplan.calc.estimates import Estimate, proportion, rate
from cypplan.calc.gaps import Favour, Gap, gap

__all__ = ["Estimate", "Favour", "Gap", "gap", "proportion", "rate", "with_proportions", "with_rates"]
