"""Simulate the founding trial under two mechanisms and print who responded."""

import gaddum

protocol = gaddum.load("ketamine-naltrexone")
result = gaddum.simulate(protocol, mechanisms=["nmda-only", "opioid-tone"], trials=50, seed=1)

for mechanism, found in result.to_dict()["mechanisms"].items():
    for treatment, responders in found["responders"].items():
        print(f"{mechanism:12s} {treatment:20s} {responders['mean']:5.1f} responders")
