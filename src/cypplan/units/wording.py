"""Units and figures in words, and what to say about a text that is no unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.errors import did_you_mean
from cypplan.units.bases import bases
from cypplan.units.forms import BASELESS, PREFIXES, TIMES, UnitForm
from cypplan.units.numerals import numeral

if TYPE_CHECKING:
    from cypplan.units.unit import Unit

__all__ = ["figure", "label", "unit_texts", "unknown"]


_LABELS: Final = {
    UnitForm.COUNT: "{noun}",
    UnitForm.RATE: "per {scale:,} {noun}",
    UnitForm.PERCENT: "% of {noun}",
    UnitForm.POINTS: "percentage points",
    UnitForm.SCORE: "{noun}",
    UnitForm.MONEY: "£",
    UnitForm.DURATION: "{noun}",
    UnitForm.RATIO: "{noun}",
    UnitForm.FREQUENCY: "{noun} per month",
}
_SHORT: Final = {
    UnitForm.COUNT: "{digits}",
    UnitForm.RATE: "{digits} per {scale:,}",
    UnitForm.PERCENT: "{digits}%",
    UnitForm.POINTS: "{digits} {points}",
    UnitForm.SCORE: "{digits}",
    UnitForm.MONEY: "{minus}£{size}",
    UnitForm.DURATION: "{digits} {things}",
    UnitForm.RATIO: "{digits}",
    UnitForm.FREQUENCY: "{digits} per month",
}
_LONG: Final = _SHORT | {
    UnitForm.COUNT: "{digits} {things}",
    UnitForm.RATE: "{digits} per {scale:,} {noun}",
    UnitForm.PERCENT: "{digits}% of {noun}",
    UnitForm.POINTS: "{digits} {points} of {noun}",
    UnitForm.SCORE: "{noun} {digits}",
    UnitForm.RATIO: "{noun} {digits}",
    UnitForm.FREQUENCY: "{digits} {things} per month",
}


def label(unit: Unit) -> str:
    """Name ``unit`` in words."""
    return _LABELS[unit.form].format(noun=unit.noun, scale=unit.scale)


def figure(unit: Unit, value: float, decimals: int | None, *, long: bool) -> str:
    """Write ``value`` in ``unit``; ``long`` says the base."""
    digits = _pence(value, decimals) if unit.form is UnitForm.MONEY else numeral(value, decimals)
    size = digits.lstrip("-")
    words = (_LONG if long else _SHORT)[unit.form].format(
        digits=digits,
        minus="-" if digits != size else "",
        size=size,
        scale=unit.scale,
        noun=unit.noun,
        things=_things(unit, one=size == "1"),
        points="percentage point" if size == "1" else "percentage points",
    )
    return words.rstrip()


def unit_texts() -> tuple[str, ...]:
    """Return the text of every unit there is, the units without a base first."""
    made = (prefix + base for base in bases() for prefix in ("", *PREFIXES))
    return *BASELESS, *TIMES, "count", *made


def unknown(text: str) -> str:
    """Say why ``text`` is no unit and what to write instead."""
    plain = re.sub(r"[\s,_]+", "_", text.strip().lower().replace("%", " percent "))
    plain = re.sub(r"(?<=per_)(1|10|100)_?000(?=_|$)", r"\1_000", plain.strip("_"))
    for prefix in PREFIXES:
        if plain in {prefix.removesuffix("_"), prefix.removesuffix("_").removesuffix("_of")}:
            return f'"{text}" does not say of what; write for example "{prefix}pupils" or "{prefix}children"'
    words = sorted(plain.split("_"))
    turned = next((one for one in unit_texts() if sorted(one.split("_")) == words), None)
    if turned is not None and turned != text:
        return f'"{text}" is no unit. Did you mean "{turned}"?'
    singulars = {base.singular.replace(" ", "_"): base.name for base in bases().values()}
    hint = did_you_mean(singulars.get(plain, plain), unit_texts()) or (
        ' Write a base such as "children", or "percent_of_<base>", "percentage_points_of_<base>", '
        '"per_10_000_<base>", "per_month_<base>", "score", "pounds", "days" or "ratio"; '
        "cypplan.units.bases() lists the bases."
    )
    return f'"{text}" is no unit.{hint}'


def _pence(value: float, decimals: int | None) -> str:
    shortest = numeral(value, decimals)
    return numeral(value, 2) if re.search(r"\.\d$", shortest) else shortest


def _things(unit: Unit, *, one: bool) -> str:
    if unit.base is None:
        return ""
    if not one:
        return unit.noun
    base = bases().get(unit.base)
    return base.singular if base else unit.noun.removesuffix("s")
