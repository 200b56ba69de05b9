"""Symptom scores: how plasticity, belief and the antagonist's own effect change a depression score.

    I_drug = min(0.95, θ_i · 2P/(1 + P))
    H = H0_i · [(1 − I_drug)(1 − I_exp) + N_i] + e

Source: our model, calibrated to Han 2016, Murrough 2013 and the placebo session of Williams 2018.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from gaddum.pharmacology.constants import Constant

THETA = Constant(
    "theta", 0.50, "fraction", "han2016", "derived",
    "Median improvement at P = 1, calibrated to response at 24 h.",
)  # fmt: skip
THETA_SD = Constant(
    "theta_sd", 1.1, "1", "han2016", "derived",
    "SD of theta on the logit scale, between people and their sessions together.",
)  # fmt: skip
OCCASION = Constant(
    "theta_occasion",
    0.5,
    "fraction",
    "gaddum",
    "assumed",
    "Share of that variance between one person's sessions. No repeated-session data were to be had; "
    "with none, two sessions of one person would agree far better than they do in the clinic.",
)
CEILING = Constant(
    "ceiling", 0.95, "fraction", "gaddum", "assumed",
    "Largest share of a score that the drug can take away.",
)  # fmt: skip
EXPECTANCY = Constant(
    "expectancy", 0.10, "fraction", "gaddum", "assumed",
    "Median placebo improvement in a trial of this kind.",
)  # fmt: skip
EXPECTANCY_SD = Constant(
    "expectancy_sd", 0.8, "1", "gaddum", "assumed",
    "Its between-person SD on the logit scale.",
)  # fmt: skip
NOCEBO_DAYS = Constant(
    "tau_nu", 3.0, "d", "gaddum", "assumed",
    "Time over which the antagonist's own effect on mood fades.",
)  # fmt: skip
RESIDUAL = Constant(
    "residual_sd", 2.0, "points", "gaddum", "assumed",
    "HAM-D-17: rater error 1.25 (Morriss 2008) and day-to-day change.",
)  # fmt: skip
RERATING = Constant(
    "baseline_sd", 1.5, "points", "gaddum", "assumed",
    "HAM-D-17: change of a period's baseline from the first.",
)  # fmt: skip
MADRS_PER_HAMD = Constant(
    "madrs_per_hamd17", 1.3, "1", "gaddum", "assumed",
    "MADRS points for one point of HAM-D-17.",
)  # fmt: skip
CORE_RESIDUAL = Constant(
    "core_residual_sd", 0.8, "points", "gaddum", "assumed", "HAM-D-6 about its share of HAM-D-17."
)
CONSTANTS = (
    THETA,
    THETA_SD,
    OCCASION,
    CEILING,
    EXPECTANCY,
    EXPECTANCY_SD,
    NOCEBO_DAYS,
    RESIDUAL,
    RERATING,
    MADRS_PER_HAMD,
    CORE_RESIDUAL,
)


def drug_improvement(theta: Any, plasticity: Any) -> Any:
    """Share of the score that the drug takes away: min(ceiling, θ · 2P/(1 + P))."""
    lifted = jnp.maximum(plasticity, 0.0)
    return jnp.minimum(theta * 2.0 * lifted / (1.0 + lifted), CEILING.value)


def severity(drug: Any, belief: Any, nocebo: Any) -> Any:
    """Score as a fraction of the untreated score."""
    return (1.0 - drug) * (1.0 - belief) + nocebo
