"""How sure people are that they got a drug, from what they feel: a share of full belief for each drug.

Source: assumed; ketamine is plainly felt, midazolam in part.
"""

from __future__ import annotations

from gaddum.pharmacology.constants import Constant

KETAMINE = Constant(
    "belief_ketamine", 1.0, "fraction", "gaddum", "assumed",
    "Dissociation leaves little doubt.",
)  # fmt: skip
MIDAZOLAM = Constant(
    "belief_midazolam", 0.5, "fraction", "gaddum", "assumed",
    "Sedation is felt, but it is not ketamine's.",
)  # fmt: skip
OTHER = Constant("belief_other", 0.3, "fraction", "gaddum", "assumed", "An infusion that is not felt.")
CONSTANTS = (KETAMINE, MIDAZOLAM, OTHER)


def belief(compound: str) -> float:
    """Belief that a drug brings, in [0, 1]."""
    if "ketamine" in compound:
        return KETAMINE.value
    return MIDAZOLAM.value if compound == "midazolam" else OTHER.value
