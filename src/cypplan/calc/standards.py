"""Standard populations: the weights that make rates of populations of different ages comparable."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cypplan.errors import ValueFault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ESP_2013", "standard_weights"]

ESP_2013: Final[Mapping[str, int]] = MappingProxyType(
    {
        "0-4": 5_000,
        "5-9": 5_500,
        "10-14": 5_500,
        "15-19": 5_500,
        "20-24": 6_000,
        "25-29": 6_000,
        "30-34": 6_500,
        "35-39": 7_000,
        "40-44": 7_000,
        "45-49": 7_000,
        "50-54": 7_000,
        "55-59": 6_500,
        "60-64": 6_000,
        "65-69": 5_500,
        "70-74": 5_000,
        "75-79": 4_000,
        "80-84": 2_500,
        "85-89": 1_500,
        "90+": 1_000,
    }
)
"""European standard population 2013: people of each age band among 100,000, men and women alike.

Source: Eurostat (2013), Revision of the European Standard Population, report of the task force, Methodologies
and working papers.
"""


def standard_weights(bands: Iterable[str], standard: Mapping[str, float] = ESP_2013) -> Mapping[str, float]:
    """Return the weights of some bands only, as for a rate of children and young people.

    Raises
    ------
    ValueFault
        If a band is not of the standard.

    Examples
    --------
    >>> dict(standard_weights(["0-4", "5-9", "10-14", "15-19"]))
    {'0-4': 5000, '5-9': 5500, '10-14': 5500, '15-19': 5500}
    """
    weights: dict[str, float] = {}
    for band in bands:
        if band not in standard:
            hint = did_you_mean(band, standard)
            message = f'"{band}" is no band of the standard.{hint} It has: {", ".join(standard)}'
            raise ValueFault(message)
        weights[band] = standard[band]
    return MappingProxyType(weights)
