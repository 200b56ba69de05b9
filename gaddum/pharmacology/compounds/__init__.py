"""One file per compound: kinetics, read-outs and affinities, each number with its source.

`load_compound("ketamine")` reads a bundled compound, `load_compound("my-drug.yaml")` a user's own.
"""

from __future__ import annotations

from gaddum.pharmacology.compounds.loader import known, load_compound
from gaddum.pharmacology.compounds.model import Compound, Parameter
from gaddum.pharmacology.compounds.people import individual, typical, variances

__all__ = ["Compound", "Parameter", "individual", "known", "load_compound", "typical", "variances"]
