"""Simulate a plain crossover under one's own mechanism beside a bundled one."""

from pathlib import Path

import gaddum

own = str(Path(__file__).with_name("kappa_tone.py"))
protocol = gaddum.load("ab-ba")
result = gaddum.simulate(protocol, mechanisms=["nmda-only", own], trials=50, seed=1)
for mechanism, found in result.to_dict()["mechanisms"].items():
    print(mechanism, {treatment: r["mean"] for treatment, r in found["responders"].items()})
