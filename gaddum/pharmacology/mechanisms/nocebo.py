"""NMDA blockade does the work; the antagonist only makes people feel worse for some days.

Source: naltrexone alone was aversive to some, and its kappa or mu route is open; size and form are ours.
"""

from __future__ import annotations

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms import nmda_only
from gaddum.pharmacology.mechanisms.base import Mechanism

NU = Constant(
    "nu", 0.10, "fraction", "gaddum", "assumed",
    "Largest worsening as a share of the baseline score; 0 to 0.25 is plausible.",
)  # fmt: skip

MECHANISM = Mechanism(
    name="nocebo",
    title="Antagonist nocebo",
    claim="Ketamine works by NMDA blockade; the antagonist itself worsens mood, which hides the benefit.",
    drive=nmda_only.drive,
    gain=0.603882,
    peak=0.744082,
    nocebo=NU.value,
    constants=(NU,),
)
