"""NMDA blockade does the work, but only while endogenous opioid tone at mu receptors permits it.

Source of the idea: in rats the effect needed opioid receptors, and a mu agonist alone had none, Klein 2020
[klein2020]; the gate's form is ours.
"""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.mechanisms import nmda_only
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism


def gate(brain: Brain) -> Any:
    """Tone left beside the antagonist, relative to none: (1 + E0) / (1 + E0 + A)."""
    return (1.0 + brain.tone) / (1.0 + brain.tone + brain.antagonist)


def drive(brain: Brain) -> Any:
    """D = NMDA drive × gate."""
    return nmda_only.drive(brain) * gate(brain)


MECHANISM = Mechanism(
    name="opioid-tone",
    title="Permissive opioid tone",
    claim="NMDA blockade lifts depression only while the brain's own opioid tone permits it.",
    drive=drive,
    gain=0.603882,
    peak=0.744082,
    constants=(),
)
