"""What charts show, worked out: nothing is left to compute for whoever draws them.

Where a figure is missing, the reason stands in its place; where it is suppressed, nothing that it could be
worked out from (its count, its base, its limits) is handed on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.compiling import compile_plan
from cypplan.assess.history import histories
from cypplan.assess.variation import Control, Funnel, control_of, funnel_of
from cypplan.assess.words import Reason
from cypplan.calc.means import mean, median
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.errors import ValueFault
from cypplan.plugins import Registry, default_registry
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from cypplan.assess.cases import Case
    from cypplan.assess.history import History, HistoryPoint, Series
    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict
    from cypplan.indicators import Indicator
    from cypplan.periods import Period

    ChartData: TypeAlias = "Trajectory | Gaps | Neighbours | Funnel | Control | Village"

__all__ = ["Anchor"]
