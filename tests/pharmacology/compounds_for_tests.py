"""Small compounds whose solutions can be written down by hand."""

from __future__ import annotations

from pathlib import Path

from gaddum.pharmacology.compounds import Compound, load_compound

ONE_COMPARTMENT = """
name: one
title: One compartment with absorption, for tests
species: {drug: 1000}          # 1 mg is 1 umol
parameters:
  CL: {value: 2, unit: L/h, source: gaddum, confidence: assumed}
  V: {value: 20, unit: L, source: gaddum, confidence: assumed}
  ka: {value: 1, unit: 1/h, source: gaddum, confidence: assumed}
compartments: [central, depot]
flows:
  central -> out: CL/V
  depot -> central: ka
routes:
  iv: {central: 1}
  oral: {depot: 1}
observe:
  drug: {species: drug, from: {central: 1/V}}
"""
K, KA = 0.1, 1.0


def one_compartment(folder: Path) -> Compound:
    """CL/V = 0.1 per hour, absorption 1 per hour; amounts in µmol equal doses in mg."""
    path = folder / "one.yaml"
    path.write_text(ONE_COMPARTMENT, encoding="utf-8")
    return load_compound(path)
