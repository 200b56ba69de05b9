"""Concentrations of ketamine and norketamine after one infusion and after eight, from an event table."""

from pathlib import Path

from gaddum.exchange.event_table import read_events
from gaddum.pharmacology.compounds import load_compound
from gaddum.pharmacology.kinetics.events import Covariates, solve_events

ketamine = load_compound("ketamine")
table = read_events(Path(__file__).with_name("events.csv"), ketamine)
solution = solve_events(ketamine, table.rows, default=Covariates(70.0, 0.0, 40.0))

columns = solution.columns("ng/mL")
for index, row in enumerate(table.rows):
    if row.evid == 0:
        levels = "  ".join(f"{name} {values[index]:8.2f}" for name, (_, values) in list(columns.items())[:3])
        print(f"person {row.id}  {row.time:7.2f} h  {levels}")
