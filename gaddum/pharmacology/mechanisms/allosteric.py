"""Ketamine makes mu receptors answer endogenous opioids more strongly (positive allosteric enhancement).

Source: sub-micromolar ketamine with endogenous peptide, Gomes 2024 [gomes2024]; the form is ours.
"""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism
from gaddum.pharmacology.receptors.base import gaddum

ALPHA_MAX = Constant(
    "alpha_max", 1.0, "1", "gomes2024", "seen",
    "Largest gain in efficacy of the peptide, about 100 % for S-ketamine.",
)  # fmt: skip
EC50 = Constant(
    "EC50_allosteric", 0.3, "umol/L", "gaddum", "assumed",
    "Below one micromolar in the published assay.",
)  # fmt: skip


def drive(brain: Brain) -> Any:
    """D = α_max C/(C + EC50) × occupancy of mu by resting peptide beside the antagonist."""
    enhancement = ALPHA_MAX.value * gaddum(brain.ketamine / EC50.value)
    return enhancement * gaddum(brain.tone, brain.antagonist)


MECHANISM = Mechanism(
    name="allosteric",
    title="Allosteric enhancement of endogenous opioids",
    claim="Ketamine amplifies what the brain's own opioids do at mu receptors.",
    drive=drive,
    gain=1.366236,
    peak=0.237265,
    load=drive,
    opioid_liking=0.5,
    constants=(ALPHA_MAX, EC50),
)
