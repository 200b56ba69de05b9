"""NMDA blockade releases endogenous opioid peptides, and they do the work at mu receptors."""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism
from gaddum.pharmacology.receptors.base import gaddum

RELEASE = Constant(
    "S_E", 3.0, "1", "gaddum", "assumed",
    "Peptide at full NMDA blockade rises by this many times its resting level.",
)  # fmt: skip


def drive(brain: Brain) -> Any:
    """D = occupancy of mu by peptide, above what resting tone would hold beside the same competitors."""
    now = gaddum(brain.released, brain.agonist, brain.antagonist)
    return now - gaddum(brain.tone, brain.agonist, brain.antagonist)


MECHANISM = Mechanism(
    name="opioid-release",
    title="Endogenous opioid release",
    claim="Ketamine makes the brain release its own opioids, which act at mu receptors.",
    drive=drive,
    stateful=True,
    gain=1.061481,
    peak=0.230269,
    load=drive,
    opioid_liking=0.5,
    constants=(RELEASE,),
)
