"""Periods: the stretch of time, or the snapshot date, to which a figure or a target belongs.

"2014/15" is two different periods, a financial year (1 April to 31 March, as in the returns on children's
social care) and an academic year (1 September to 31 August), so a :class:`Period` always carries its kind
and two kinds are never equal. Time is counted in whole months; nothing here knows the present date.
"""

from __future__ import annotations

from cypplan.periods.kinds import PeriodKind
from cypplan.periods.period import Period
from cypplan.periods.text import PeriodLabel, read_label

__all__ = ["Period", "PeriodKind", "PeriodLabel", "read_label"]
