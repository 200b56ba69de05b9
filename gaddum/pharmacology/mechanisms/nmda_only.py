"""NMDA blockade alone lifts depression; opioid receptors have no part in it."""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism

HALF = Constant(
    "O50", 0.35, "fraction", "gaddum", "assumed",
    "NMDA occupancy at half drive, inside the predicted 0.3-0.6.",
)  # fmt: skip
HILL = Constant("hill", 2.0, "1", "gaddum", "assumed", "Steepness of the drive in NMDA occupancy.")


def drive(brain: Brain) -> Any:
    """D = O² / (O² + O50²)."""
    square = brain.nmda * brain.nmda
    return square / (square + HALF.value * HALF.value)


MECHANISM = Mechanism(
    name="nmda-only",
    title="NMDA blockade only",
    claim="Ketamine works by blocking NMDA receptors; an opioid antagonist changes nothing.",
    drive=drive,
    gain=0.603882,
    peak=0.744082,
    constants=(HALF, HILL),
)
