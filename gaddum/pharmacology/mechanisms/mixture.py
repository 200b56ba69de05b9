"""NMDA blockade with a free opioid share φ: part of the drive needs opioid tone, the rest does not."""

from __future__ import annotations

from gaddum.pharmacology.mechanisms.base import Mechanism

PHI = "phi"
"""Share that is drawn anew for each trial, uniform on [0, 1], unless the user fixes it."""

MECHANISM = Mechanism(
    name="mixture",
    title="Mixture with a free opioid share",
    claim=(
        "A share φ of the effect needs opioid tone and the rest does not; every φ from 0 to 1 is as likely."
    ),
    mix=(("nmda-only", "1 - phi"), ("opioid-tone", PHI)),
)
