"""The contract kit: what every plugin shall hold, as named tests; and random plans, periods and figures.

Two lines in a test file of a plugin are one named test for each check::

    from cypplan.testing import contract

    TestContract = contract("halton")

Random values for tests of one's own are in :mod:`cypplan.testing.strategies`. Both need the extra
``testing``: pytest and hypothesis.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cypplan.testing.contracts import contract
    from cypplan.testing.held import Contract
    from cypplan.testing.problems import Problem

__all__ = ["Contract", "Problem", "contract"]


_WHERE = {"Contract": "held", "Problem": "problems", "contract": "contracts"}


def __getattr__(name: str) -> object:
    # pytest loads this package, with the plugin in it, at every start; the rest only where it is used
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module = importlib.import_module(f"cypplan.testing.{_WHERE[name]}")
    value: object = getattr(module, name)
    globals()[name] = value
    return value
