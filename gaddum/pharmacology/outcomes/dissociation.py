"""Dissociation (CADSS): a Hill curve in the lagged arterial concentration of S-ketamine; no opioid gate.

    CADSS = B + Emax_i · Ce^1.5 / (C50^1.5 + Ce^1.5)

Source: potency and lag, Olofsen 2022 [olofsen2022]; scale in patients, van Schalkwyk 2018
[vanschalkwyk2018].
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from gaddum.pharmacology.constants import Constant

C50 = Constant(
    "C50", 0.51, "umol/L", "olofsen2022", "seen",
    "Arterial S-ketamine at half effect; 0.38 to 0.66.",
)  # fmt: skip
HILL = Constant("hill", 1.5, "1", "gaddum", "assumed", "Steepness of the curve.")
EMAX = Constant(
    "Emax", 12.0, "points", "vanschalkwyk2018", "derived",
    "Median in patients; healthy people reach about 43.",
)  # fmt: skip
EMAX_SD = Constant(
    "Emax_sd", 0.9, "1", "vanschalkwyk2018", "derived",
    "Its between-person SD on the log scale.",
)  # fmt: skip
BASELINE = Constant("B", 0.5, "points", "gaddum", "assumed", "Mean score without a drug.")
RESIDUAL = Constant("residual_sd", 1.0, "points", "gaddum", "assumed", "Rating error.")
CONSTANTS = (C50, HILL, EMAX, EMAX_SD, BASELINE, RESIDUAL)


def dissociation(effect_site: Any, emax: Any) -> Any:
    """Expected score.

    Args:
        effect_site: Lagged arterial S-ketamine, µmol/L, ≥ 0.
        emax: Largest effect of each person, points.
    """
    c = jnp.maximum(effect_site, 0.0)
    raised = c * jnp.sqrt(c)
    return BASELINE.value + emax * raised / (C50.value**1.5 + raised)
