"""A mechanism of one's own: NMDA blockade lifts mood as long as kappa receptors are free.

gaddum simulate ketamine-naltrexone --mechanism examples/05-your-own-mechanism/kappa_tone.py
"""

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism

HALF = Constant("O50", 0.35, "fraction", "gaddum", "assumed", "NMDA occupancy at half drive.")
SELECTIVITY = Constant(
    "kappa_ratio", 2.0, "1", "gaddum", "second-hand", "Mu over kappa affinity of naltrexone."
)


def drive(brain: Brain) -> Any:
    """D = O²/(O² + O50²), lessened by what the antagonist holds at kappa."""
    square = brain.nmda * brain.nmda
    return square / (square + HALF.value**2) / (1.0 + brain.antagonist / SELECTIVITY.value)


MECHANISM = Mechanism(
    name="kappa-tone",
    title="Permissive kappa tone",
    claim="NMDA blockade does the work, but only while kappa receptors are free.",
    drive=drive,
    constants=(HALF, SELECTIVITY),
)
