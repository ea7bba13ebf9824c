"""Units and their bases: what a figure counts, or what it is per.

A unit says its base: ``per_10_000_children``, ``percent_of_pupils``; there is no bare percent. The bases are
a closed list in ``units.txt``, each with its meaning. pint stands behind :func:`pint_registry` and
:meth:`Quantity.quantity` only and is loaded when one of them is first called.
"""

from cypplan.units.bases import Base, bases
from cypplan.units.forms import UnitForm
from cypplan.units.quantity import Quantity
from cypplan.units.registry import pint_registry
from cypplan.units.unit import Unit, UnitMismatchError
from cypplan.units.wording import unit_texts

__all__ = [
    "Base",
    "Quantity",
    "Unit",
    "UnitForm",
    "UnitMismatchError",
    "bases",
    "pint_registry",
    "unit_texts",
]
