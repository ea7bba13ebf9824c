"""The same scorecard from four kinds of table: the same verdicts, and the same kind of table back."""

import cypplan

plan = cypplan.plan("worcestershire-cypp-2014")
figures = cypplan.published().collect()

for table in (figures, figures.lazy(), figures.to_pandas(), figures.to_arrow()):
    card = cypplan.scorecard(plan, table, as_of="2015-08-31", aggregate="median")
    back = card.to_frame()
    met = sum(verdict.status == "met" for verdict in card)
    print(f"{type(table).__module__}.{type(table).__name__}: {met} met; back comes {type(back).__name__}")
