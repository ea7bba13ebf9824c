"""The kinds of unit and the shape of their texts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["BASELESS", "DAYS", "PREFIXES", "SCALES", "TIMES", "UnitForm"]


class UnitForm(StrEnum):
    """The kinds of unit; a level and a difference of percentages are two of them."""

    COUNT = "count"
    RATE = "rate"
    PERCENT = "percent"
    POINTS = "points"
    SCORE = "score"
    MONEY = "money"
    DURATION = "duration"
    RATIO = "ratio"
    FREQUENCY = "frequency"


PREFIXES: Final[dict[str, tuple[UnitForm, int | None]]] = {
    "percent_of_": (UnitForm.PERCENT, 100),
    "percentage_points_of_": (UnitForm.POINTS, 100),
    "per_1_000_": (UnitForm.RATE, 1_000),
    "per_10_000_": (UnitForm.RATE, 10_000),
    "per_100_000_": (UnitForm.RATE, 100_000),
    "per_month_": (UnitForm.FREQUENCY, None),
}
"""What stands before a base in a unit text, with the form and scale it means."""

SCALES: Final[dict[UnitForm, tuple[int, ...]]] = {
    UnitForm.RATE: (1_000, 10_000, 100_000),
    UnitForm.PERCENT: (100,),
    UnitForm.POINTS: (100,),
}
"""The scales of the forms that have one."""

BASELESS: Final = {"score": UnitForm.SCORE, "pounds": UnitForm.MONEY, "ratio": UnitForm.RATIO}
"""The texts of the units without a base."""

TIMES: Final = ("days", "weeks", "months")
"""The units of time."""

DAYS: Final = {"days": 1, "weeks": 7}
"""Days in a unit of time; months are absent, since they have no fixed number of days."""
