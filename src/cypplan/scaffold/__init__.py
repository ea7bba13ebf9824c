"""A plugin package for an authority, ready to be filled in: what the command ``cypplan new`` makes."""

from __future__ import annotations

from cypplan.scaffold.choices import Choices
from cypplan.scaffold.names import Names
from cypplan.scaffold.package import make, rendered

__all__ = ["Choices", "Names", "make", "rendered"]
