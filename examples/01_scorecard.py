"""How did a plan go? Every target of a real plan, judged on published figures."""

import cypplan

card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-03-31")

print(f"{card.plan.title}, {card.area}, as of {card.as_of}")
for verdict in card:
    if verdict.status == "cannot say":
        continue
    figure = verdict.observation
    shown = figure.unit.format(figure.value)
    print(f"- {verdict.measure.title}: {verdict.goal}; {shown} in {figure.period}: {verdict.status}")

silent = [verdict for verdict in card if verdict.status == "cannot say"]
print(f"{len(silent)} targets cannot be judged, for example:")
for verdict in silent[:3]:
    print(f"- {verdict.measure.title}: {verdict.reasons[0]}")
