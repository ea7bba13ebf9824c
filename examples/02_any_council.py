"""A plan in a few lines, for any English authority, with its own region and neighbours."""

import cypplan
from cypplan.plans import loads

plan = loads("""
schema_version = 1
id = "camden-demo"
title = "A demonstration"
authority = "E09000007"

[period]
start = 2020-04-01
end = 2024-03-31

[[measures]]
id = "repeat-plans"
title = "Child protection plans for a second or subsequent time"
unit = "percent_of_plans_started"
direction = "lower"
indicator = { id = "cpp-repeat", comparability = "same" }
baseline = { value = 20, period = "2019/20" }

[[measures.statements]]
text = "No more than 18% of child protection plans are repeat plans in 2023/24."
kind = "indicator-list"
targets = [{ kind = "value", value = 18, bound = "at-most", period = "2023/24" }]
""")

for as_of in ("2022-06-30", "2024-06-30"):
    verdict = cypplan.scorecard(plan, as_of=as_of)["repeat-plans"]
    near = verdict.compared_with("neighbours")
    print(f"as of {as_of}: {verdict.observation.value}% in {verdict.observation.period}: {verdict.status}")
    print(f"  {near.n} of {near.of} neighbours, mean {near.value:.1f}%: {near.gap}")
