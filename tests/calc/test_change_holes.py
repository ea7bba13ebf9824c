"""Direction of travel: float noise between figures of any size."""

from __future__ import annotations

from typing import Any

import pytest

from cypplan.calc import travel


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12, -1e-12, -1.0, -1e12])
def test_noise_is_measured_by_the_size_of_both_figures(size: float) -> None:
    """A billionth and a half of a figure is noise, a hundred millionth is a step, either way."""
    near, far = size * (1 + 1.5e-9), size * (1 + 1e-8)
    up, down = ("rising", "falling") if size > 0 else ("falling", "rising")
    assert travel(size, near) == travel(near, size) == "steady"
    assert (travel(size, far), travel(far, size)) == (up, down)


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12, -1e-12, -1.0, -1e12])
def test_noise_is_no_step_towards_a_target(size: float) -> None:
    """The distance to a target shrinks by more than noise, or not at all."""
    near, far = size * (1 + 1.5e-9), size * (1 + 1e-8)
    way: Any = {"direction": "towards-target", "target": 2 * size}
    assert travel(size, near, **way) == travel(near, size, **way) == "steady"
    assert (travel(size, far, **way), travel(far, size, **way)) == ("improving", "worsening")
