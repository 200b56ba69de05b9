"""Ketamine itself is an agonist at mu receptors, with a large receptor reserve."""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism
from gaddum.pharmacology.receptors.base import gaddum

TAU = Constant(
    "tau", 100.0, "1", "gaddum", "assumed",
    "Operational efficacy. With the affinities measured at human receptors a drive near one half needs "
    "about 100.",
)  # fmt: skip
M50 = Constant("M50", 0.3, "fraction", "gaddum", "assumed", "Adaptation that halves the efficacy.")


def stimulus(brain: Brain) -> Any:
    """Efficacy times occupancy of mu receptors by ketamine, weakened by adaptation."""
    occupancy = gaddum(brain.agonist, brain.tone, brain.antagonist)
    return TAU.value * occupancy / (1.0 + brain.adaptation / M50.value)


def drive(brain: Brain) -> Any:
    """D = τρ / (1 + τρ), the operational model."""
    strength = stimulus(brain)
    return strength / (1.0 + strength)


def load(brain: Brain) -> Any:
    """Agonist load: efficacy times occupancy, at most 1, its corner rounded so that it can be integrated."""
    x = TAU.value * gaddum(brain.agonist, brain.tone, brain.antagonist)
    return x / (1.0 + (x * x) ** 4) ** 0.125


MECHANISM = Mechanism(
    name="mu-agonist",
    title="Direct mu agonism",
    claim="Ketamine activates mu opioid receptors directly; an antagonist competes with it.",
    drive=drive,
    stateful=True,
    gain=0.858982,
    peak=0.524248,
    load=load,
    opioid_liking=0.5,
    constants=(TAU, M50),
)
