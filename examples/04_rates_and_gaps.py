"""Rates, proportions and gaps, on single numbers and on a table."""

import polars as pl

import cypplan
from cypplan.calc import with_proportions

print(cypplan.rate(368, 115_285))
print(cypplan.rate(7, 12_400, confidence=(0.95, 0.998)))

ours = cypplan.proportion(102, 158, unit="percent_of_children_looked_after")
england = cypplan.proportion(20_000, 28_600, unit="percent_of_children_looked_after")
print(cypplan.gap(ours, england, direction="higher"))

table = pl.DataFrame({"area": ["A", "B", "C"], "met": [58, 0, 12], "children": [90, 41, 10]})
print(with_proportions(table, count="met", total="children"))
