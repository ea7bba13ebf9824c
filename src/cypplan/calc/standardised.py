"""Rates that are standardised for age or another band: directly by weights, indirectly by reference rates.

Sources: Dobson, Kuulasmaa, Eberle and Scherer (1991), Confidence intervals for weighted sums of Poisson
parameters, Statistics in Medicine 10, for the limits of the direct rate; Breslow and Day (1987) for Byar's
limits of the observed count, which the indirect ratio has.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, checked_count, checked_size, finite, limits, rate_unit
from cypplan.calc.intervals import EXACT_BELOW, byar, per, rate_limits
from cypplan.errors import NotComparableError, ValueFault
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.calc.estimates import Confidence

__all__ = [
    "FEWEST_EVENTS",
    "direct_limits",
    "direct_rate",
    "directly_standardised",
    "expected_events",
    "indirectly_standardised",
    "ratio_scale",
    "standardised_ratio",
]

FEWEST_EVENTS: Final = 10
"""With fewer events than this in all bands together there is no directly standardised rate."""


def direct_rate(weighted: Cell, weight: Cell, k: float) -> Cell:
    """Return k·Σ(w·x/n)/Σw, of the two sums."""
    return per(weighted, weight, k)


def direct_limits(
    c: Carrier, events: Cell, weighted: Cell, squared: Cell, weight: Cell, k: float, confidence: float
) -> tuple[Cell, Cell]:
    """Return Dobson's limits: DSR + √(var/X)·(Byar(X) - X).

    ``events`` is X = Σx, 10 or more, ``weighted`` Σ(w·x/n), ``squared`` Σ(w²·x/n²), ``weight`` Σw; the
    variance is Σ(w²·x/n²)/(Σw)².
    """
    value = direct_rate(weighted, weight, k)
    lower, upper = byar(c, events, confidence)
    (each,) = c.let(per(c.root(c.ratio(squared, events)), weight, k))
    return value + each * (lower - events), value + each * (upper - events)


def directly_standardised(
    counts: Sequence[float] | Mapping[str, float],
    populations: Sequence[float] | Mapping[str, float],
    weights: Sequence[float] | Mapping[str, float],
    *,
    unit: Unit | str = "per_100_000_people",
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return a directly standardised rate with Dobson's limits: what the rate were in a standard population.

    Parameters
    ----------
    counts, populations, weights
        One number for each band, in one order, or all three by the name of the band. The weights may be
        :data:`~cypplan.calc.standards.ESP_2013`; their sum does not matter.
    unit
        Unit of the result: a rate.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If the three do not name the same bands, a number cannot be right, or there are fewer than 10 events:
        with so few the weights make chance look like a rate.

    Examples
    --------
    >>> counts = {"0-4": 12, "5-9": 20, "10-14": 31}
    >>> people = {"0-4": 11_500, "5-9": 12_900, "10-14": 12_100}
    >>> weights = {"0-4": 5_000, "5-9": 5_500, "10-14": 5_500}
    >>> print(directly_standardised(counts, people, weights, unit="per_10_000_children"))
    17.4 per 10,000 (95% CI 13.4 to 22.3)
    """
    unit, k = rate_unit(unit)
    bands = _bands(counts=counts, populations=populations, weights=weights)
    x = [checked_count(f"counts[{band}]", row[0], whole=False) for band, row in bands]
    n = [checked_size(f"populations[{band}]", row[1]) for band, row in bands]
    w = [_weight(f"weights[{band}]", row[2]) for band, row in bands]
    events, weight = math.fsum(x), math.fsum(w)
    if events < FEWEST_EVENTS:
        message = (
            f"{events:g} events are too few for a directly standardised rate, which needs {FEWEST_EVENTS}: "
            "take more years or a larger area together, or standardise indirectly"
        )
        raise ValueFault(message)
    if weight <= 0:
        message = "weights are all 0; at least one must be above 0"
        raise ValueFault(message)
    weighted = math.fsum(each * a / b for each, a, b in zip(w, x, n, strict=True))
    squared = math.fsum(each * each * a / (b * b) for each, a, b in zip(w, x, n, strict=True))
    return Estimate(
        value=direct_rate(weighted, weight, k),
        unit=unit,
        intervals=limits(
            confidence,
            lambda level: direct_limits(NUMBERS, events, weighted, squared, weight, k, level),
        ),
        method=None if confidence is None else "Dobson",
        count=events,
        denominator=math.fsum(n),
    )


def expected_events(
    populations: Sequence[float] | Mapping[str, float],
    reference_counts: Sequence[float] | Mapping[str, float],
    reference_populations: Sequence[float] | Mapping[str, float],
) -> float:
    """Return how many events there were if each band had the rate of the reference population.

    Raises
    ------
    ValueFault
        If the three do not name the same bands, or a number cannot be right.

    Examples
    --------
    >>> expected_events([1_000, 2_000], [50, 300], [10_000, 20_000])
    35.0
    """
    bands = _bands(
        populations=populations,
        reference_counts=reference_counts,
        reference_populations=reference_populations,
    )
    return math.fsum(
        checked_count(f"populations[{band}]", n, whole=False)
        * checked_count(f"reference_counts[{band}]", x, whole=False)
        / checked_size(f"reference_populations[{band}]", m)
        for band, (n, x, m) in bands
    )


def standardised_ratio(observed: float, expected: float, *, confidence: Confidence = 0.95) -> Estimate:
    """Return observed over expected events with the limits of the observed count: Byar's, exact below 10.

    Raises
    ------
    ValueFault
        If the observed count is no count, or nothing is expected.

    Examples
    --------
    >>> print(standardised_ratio(45, 35.0))
    1.29 (95% CI 0.94 to 1.72)
    """
    return _indirect(observed, expected, 1, Unit.parse("ratio"), confidence)


def indirectly_standardised(
    observed: float,
    populations: Sequence[float] | Mapping[str, float],
    reference_counts: Sequence[float] | Mapping[str, float],
    reference_populations: Sequence[float] | Mapping[str, float],
    *,
    unit: Unit | str = "ratio",
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return an indirectly standardised ratio, or the rate that it makes of the reference rate.

    Parameters
    ----------
    observed
        Number of events in all bands together.
    populations
        Number of people in each band.
    reference_counts, reference_populations
        Events and people of the reference population in each band.
    unit
        "ratio" for observed over expected; a rate for that times the rate of the reference population.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If the bands do not fit together, a number cannot be right, nothing is expected, or the unit is
        neither "ratio" nor a rate.

    Examples
    --------
    >>> print(indirectly_standardised(45, [1_000, 2_000], [50, 300], [10_000, 20_000]))
    1.29 (95% CI 0.94 to 1.72)
    >>> rate = indirectly_standardised(
    ...     45, [1_000, 2_000], [50, 300], [10_000, 20_000], unit="per_10_000_children"
    ... )
    >>> print(rate)
    150 per 10,000 (95% CI 109.4 to 200.7)
    """
    unit, k = ratio_scale(unit)
    expected = expected_events(populations, reference_counts, reference_populations)
    if unit.form is UnitForm.RATIO:
        return _indirect(observed, expected, k, unit, confidence)
    bands = [
        row
        for _, row in _bands(reference_counts=reference_counts, reference_populations=reference_populations)
    ]
    reference = per(math.fsum(row[0] for row in bands), math.fsum(row[1] for row in bands), k)
    return _indirect(observed, expected, reference, unit, confidence)


def ratio_scale(unit: Unit | str) -> tuple[Unit, int]:
    """Return "ratio" or a unit of rates, with the number that observed over expected is multiplied by.

    Raises
    ------
    UnitError
        If it is no unit.
    ValueFault
        If it is another unit.
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    return (unit, 1) if unit.form is UnitForm.RATIO else rate_unit(unit)


def _indirect(observed: float, expected: float, k: float, unit: Unit, confidence: Confidence) -> Estimate:
    x = checked_count("observed", observed)
    if finite("expected", expected) <= 0:
        message = (
            f"expected {expected} events: a ratio needs some; the reference rates or populations are all 0"
        )
        raise ValueFault(message)
    n = checked_size("expected", expected)
    return Estimate(
        value=per(x, n, k),
        unit=unit,
        intervals=limits(confidence, lambda level: rate_limits(NUMBERS, x, n, k, level)),
        method=None if confidence is None else "exact Poisson" if x < EXACT_BELOW else "Byar",
        count=observed,
        denominator=expected,
    )


def _weight(name: str, weight: float) -> float:
    number = finite(name, weight)
    if number < 0:
        message = f"{name} {weight} is below 0; a weight is 0 or more"
        raise ValueFault(message)
    return number


def _bands(
    **columns: Sequence[float] | Mapping[str, float],
) -> list[tuple[object, tuple[float, ...]]]:
    """Return each band with its numbers; the columns name the same bands, or have one length."""
    from collections.abc import Mapping  # noqa: PLC0415 (only here is it more than an annotation)

    (first, lead), *others = columns.items()
    for name, column in others:
        if isinstance(column, Mapping) is not isinstance(lead, Mapping):
            message = (
                f"{name} and {first} must be of one kind: both by the name of the band, or both in one order"
            )
            raise NotComparableError(message)
        if isinstance(column, Mapping) and isinstance(lead, Mapping):
            odd = [str(band) for band in {*lead, *column} if band not in lead or band not in column]
            fault = f"do not have the same bands: {', '.join(sorted(odd))} stands in one of them only"
        else:
            odd = [] if len(column) == len(lead) else [str(len(column))]
            fault = f"are {len(column)} and {len(lead)} numbers; give one for each band"
        if odd:
            message = f"{name} and {first} {fault}"
            raise NotComparableError(message)
    if not lead:
        message = f"{first} is empty; give one number for each band"
        raise ValueFault(message)
    names = list(lead) if isinstance(lead, Mapping) else range(len(lead))
    rows = [tuple(column[band] for column in columns.values()) for band in names]  # pyright: ignore[reportArgumentType, reportCallIssue] (a name for a mapping, a place for a sequence)
    return list(zip(names, rows, strict=True))
