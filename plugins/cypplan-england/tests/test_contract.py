"""What cypplan holds every plugin to, one named test for each check."""

from __future__ import annotations

from cypplan.testing import contract

TestContract = contract("england")
