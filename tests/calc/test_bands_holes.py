"""How bands and ranks are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cypplan.calc import quartile_bands, ranks

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("function", [quartile_bands, ranks])
def test_the_direction_is_given_by_name(function: Callable[..., object]) -> None:
    """A bare word after the values would not say what it is the direction of."""
    with pytest.raises(TypeError, match="positional"):
        function({"Halton": 1.0, "York": 2.0}, "higher")
