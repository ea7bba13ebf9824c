"""cypplan: Children and Young People's Plans as executable, checkable, comparable objects.

The front door. Every name is loaded when it is first touched, so that ``import cypplan`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cypplan.assess import Scorecard, Status, Verdict, scorecard
    from cypplan.assess.comparing import compare
    from cypplan.audit import check
    from cypplan.calc import Estimate, Gap, gap, proportion, rate
    from cypplan.indicators import Direction, Indicator
    from cypplan.periods import Period, PeriodKind
    from cypplan.plans import Plan
    from cypplan.plugins import Registry
    from cypplan.plugins import default_registry as registry
    from cypplan.shortcuts import plan, published, read_any
    from cypplan.units import Quantity, Unit

__version__: Final = "0.1.0"

__all__ = [
    "Direction",
    "Estimate",
    "Gap",
    "Indicator",
    "Period",
    "PeriodKind",
    "Plan",
    "Quantity",
    "Registry",
    "Scorecard",
    "Status",
    "Unit",
    "Verdict",
    "check",
    "compare",
    "gap",
    "plan",
    "proportion",
    "published",
    "rate",
    "read_any",
    "registry",
    "scorecard",
]

_WHERE: Final = {
    "Direction": ("cypplan.indicators", "Direction"),
    "Estimate": ("cypplan.calc", "Estimate"),
    "Gap": ("cypplan.calc", "Gap"),
    "Indicator": ("cypplan.indicators", "Indicator"),
    "Period": ("cypplan.periods", "Period"),
    "PeriodKind": ("cypplan.periods", "PeriodKind"),
    "Plan": ("cypplan.plans", "Plan"),
    "Quantity": ("cypplan.units", "Quantity"),
    "Registry": ("cypplan.plugins", "Registry"),
    "Scorecard": ("cypplan.assess", "Scorecard"),
    "Status": ("cypplan.assess", "Status"),
    "Unit": ("cypplan.units", "Unit"),
    "Verdict": ("cypplan.assess", "Verdict"),
    "check": ("cypplan.audit", "check"),
    "compare": ("cypplan.assess.comparing", "compare"),
    "gap": ("cypplan.calc", "gap"),
    "plan": ("cypplan.shortcuts", "plan"),
    "proportion": ("cypplan.calc", "proportion"),
    "published": ("cypplan.shortcuts", "published"),
    "rate": ("cypplan.calc", "rate"),
    "read_any": ("cypplan.shortcuts", "read_any"),
    "registry": ("cypplan.plugins", "default_registry"),
    "scorecard": ("cypplan.assess", "scorecard"),
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module, attribute = _WHERE[name]
    value: object = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
