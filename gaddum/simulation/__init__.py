"""Observations from virtual people, by the hundred thousand.

`engine` solves any model of linear kinetics that drives a nonlinear part; `model` builds the ketamine–opioid
model from compounds and mechanisms; `schedule` reads a protocol's doses and visits; `trials` and `course`
turn trajectories into rated visits.
"""
