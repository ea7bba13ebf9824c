"""The contract of a plugin as a class of tests, one for each check."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cypplan.errors import ExtraMissingError, ValueFault, did_you_mean

try:
    import pytest
except ImportError as error:
    raise ExtraMissingError("the contract kit", "testing", "pytest") from error

from cypplan.testing.held import Contract
from cypplan.testing.plan_checks import PLAN_CHECKS
from cypplan.testing.plugin_checks import PLUGIN_CHECKS
from cypplan.testing.problems import told

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from cypplan.testing.problems import Problem

__all__ = ["contract"]

_Test = TypeVar("_Test", bound=FunctionType)
_NO_KNOWN: Final[Mapping[str, str]] = {}


def contract(
    plugin: str | os.PathLike[str],
    *,
    plans: Iterable[str] | None = None,
    known: Mapping[str, str] = _NO_KNOWN,
) -> type:
    """Return a class of tests, one for each check, that pytest finds in a test module.

    Parameters
    ----------
    plugin
        Name of the installed plugin, as its entry point has it; or the path of a plan file, module or folder
        that is not installed.
    plans
        Ids of the plans to look at; all that the plugin supplies, if not given. Plans whose known failures
        differ have a contract each.
    known
        Failures that have to stay, each with its reason: a check as "bodies", or one place of it as
        "findings:T09" or "citations:measures.adoptions". Such a test is expected to fail, and fails the run
        when it no longer does.

    Raises
    ------
    ValueFault
        If ``known`` names no check, or gives no reason.

    Examples
    --------
    >>> TestContract = contract("halton", known={"findings:S08": "The plan prints no period."})
    >>> [name for name in dir(TestContract) if name.startswith("test_")][:4]
    ['test_bodies', 'test_citations', 'test_directions', 'test_documented']
    """
    local = () if isinstance(plugin, str) else (Path(plugin),)
    name = plugin if isinstance(plugin, str) else Path(plugin).stem
    _check_known(known)
    held = Contract(name, local, None if plans is None else tuple(plans), dict(known))
    tests: dict[str, Any] = {"contract": held}
    tests |= {f"test_{check}": _plugin_test(check, made.__doc__) for check, made in PLUGIN_CHECKS.items()}
    tests |= {f"test_{check}": _plan_test(check, made.__doc__) for check, made in PLAN_CHECKS.items()}
    return type("TestContract", (), {**tests, "__doc__": f"The contract of the plugin {name}."})


def _check_known(known: Mapping[str, str]) -> None:
    checks = [*PLUGIN_CHECKS, *PLAN_CHECKS]
    for key, why in known.items():
        check = key.partition(":")[0]
        if check not in checks:
            there = ", ".join(checks)
            raise ValueFault(
                f'contract: known: "{key}" is no check; there is: {there}.{did_you_mean(check, checks)}'
            )
        if not why.strip():
            raise ValueFault(f'contract: known: "{key}" has no reason; say why it has to stay')


def _plugin_test(check: str, says: str | None) -> Callable[[Any, str | None], None]:
    def test(self: Any, known: str | None) -> None:  # noqa: ANN401 (a class that is made above)
        judge(self.contract, check, None, known)

    return _named(test, check, says)


def _plan_test(check: str, says: str | None) -> Callable[[Any, str, str | None], None]:
    def test(self: Any, plan: str, known: str | None) -> None:  # noqa: ANN401 (as above)
        judge(self.contract, check, plan, known)

    return _named(test, check, says)


def _named(test: _Test, check: str, says: str | None) -> _Test:
    test.__name__ = test.__qualname__ = f"test_{check}"
    test.__doc__ = says
    return test


def judge(contract: Contract, check: str, plan: str | None, known: str | None) -> None:
    """Fail with what a check finds: at one known place, or everywhere else."""
    if plan is not None and contract.read(plan) is None:
        pytest.skip(f"{plan} cannot be read: test_loads says why")
    found = _problems(contract, check, plan)
    places = contract.reasons(check)
    if known is not None:
        found = [one for one in found if known in {"", one.where}]
    else:
        found = [one for one in found if one.where not in places]
    if found:
        pytest.fail(told(check, found), pytrace=False)


def _problems(contract: Contract, check: str, plan: str | None) -> list[Problem]:
    """Return what a check holds against a plugin, or against one plan of it."""
    if plan is None:
        return list(PLUGIN_CHECKS[check](contract))
    read = contract.read(plan)
    return [] if read is None else list(PLAN_CHECKS[check](read, contract.registry))
