"""Observations from virtual people, by the hundred thousand.

`engine` solves any model of linear kinetics that drives a nonlinear part; `model` builds the ketamine–opioid
model from compounds and mechanisms; `people` draws them; `trial` turns trajectories into rated visits.
"""
