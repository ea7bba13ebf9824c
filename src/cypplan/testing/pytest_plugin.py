"""The pytest plugin of the contract kit: which plans each test of a contract runs on, and what shall fail.

pytest finds it by its entry point wherever cypplan is installed, so that a test file of two lines is all
that a plugin needs: a line ``pytest_plugins = …`` may stand only in the ``conftest.py`` at the root, and
would be a second file. It costs nothing where no contract is tested: the rest is loaded by a contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

    from cypplan.testing.held import Contract

__all__ = ["pytest_generate_tests"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make of each test of a contract one for each plan, and one for each place that is known to fail."""
    held: Contract | None = getattr(metafunc.cls, "contract", None)
    if held is None or type(held).__module__ != "cypplan.testing.held":
        return
    check = metafunc.function.__name__.removeprefix("test_")
    if "plan" in metafunc.fixturenames:
        _for_plans(metafunc, held, check)
    elif "known" in metafunc.fixturenames:
        metafunc.parametrize("known", _cases(held, check), ids=_named)


def _for_plans(metafunc: pytest.Metafunc, held: Contract, check: str) -> None:
    import pytest  # noqa: PLC0415 (as above: nothing is loaded before a contract is there)

    if not held.plans:
        nothing = pytest.mark.skip(reason=f"the plugin {held.name} supplies no plan")
        metafunc.parametrize(("plan", "known"), [pytest.param(None, None, marks=nothing, id="no plan")])
        return
    cases = [
        pytest.param(plan, *case.values, marks=case.marks, id=_id(plan, case.values[0]))
        for plan in held.plans
        for case in _cases(held, check)
    ]
    metafunc.parametrize(("plan", "known"), cases)


def _cases(held: Contract, check: str) -> list[Any]:
    """Return the places to look at: all that are not known, and each known one, which shall fail."""
    import pytest  # noqa: PLC0415

    reasons = held.reasons(check)
    fails = {place: pytest.mark.xfail(reason=why, strict=True) for place, why in reasons.items()}
    known = [pytest.param(place, marks=mark) for place, mark in fails.items()]
    return known if "" in reasons else [pytest.param(None), *known]


def _id(plan: str, place: object) -> str:
    return f"{plan}-{place}" if place else plan


def _named(place: object) -> str:
    return str(place) if place else "plugin"
