"""Adaptation of the opioid system to an agonist load, and withdrawal when the load stops or is blocked.

    dM/dt = k_on · (a − M) if a > M else k_off · (a − M)
    W = max(0, M − a) · (1 + 3A/(1 + A))         COWS = 48 · W^1.2 / (W^1.2 + 0.5^1.2)

Source: rates from rats given morphine, Ekblom 1993 [ekblom1993]; the scale to people is assumed.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from gaddum.pharmacology.constants import Constant

T_ON = Constant(
    "t_half_on", 26.0, "h", "ekblom1993", "seen",
    "Half-time of tolerance to morphine in rats, 26 (6) h.",
)  # fmt: skip
T_OFF = Constant(
    "t_half_off", 120.0, "h", "gaddum", "assumed",
    "Half-time of its loss in people; 26 to 450 h is plausible.",
)  # fmt: skip
PRECIPITATION = Constant(
    "precipitation", 3.0, "1", "gaddum", "assumed",
    "Withdrawal under full blockade is four times that on stopping.",
)  # fmt: skip
W50 = Constant("W50", 0.5, "1", "gaddum", "assumed", "Withdrawal at half of the COWS range.")
HILL = Constant("hill", 1.2, "1", "gaddum", "assumed", "Steepness of COWS in withdrawal.")
RESIDUAL = Constant("residual_sd", 0.5, "points", "gaddum", "assumed", "Rating error of COWS.")
CONSTANTS = (T_ON, T_OFF, PRECIPITATION, W50, HILL, RESIDUAL)

LN2 = 0.6931471805599453
K_ON, K_OFF = LN2 / T_ON.value, LN2 / T_OFF.value
COWS_MAXIMUM = 48.0
BAND = 0.02
"""Half-width, in load, of the passage between gaining and losing adaptation."""


def adaptation_rate(load: Any, adaptation: Any) -> Any:
    """dM/dt, 1/h; the rate passes from one to the other over a narrow band, so that it can be integrated."""
    gap = load - adaptation
    share = 0.5 + 0.5 * jnp.tanh(gap / BAND)
    return (K_OFF + (K_ON - K_OFF) * share) * gap


def withdrawal(adaptation: Any, load: Any, antagonist: Any) -> Any:
    """W ≥ 0: adaptation that no load answers, made worse by an antagonist."""
    blocked = antagonist / (1.0 + antagonist)
    return jnp.maximum(adaptation - load, 0.0) * (1.0 + PRECIPITATION.value * blocked)


def cows(w: Any) -> Any:
    """Expected COWS, 0 to 48."""
    raised = jnp.maximum(w, 1e-12) ** HILL.value
    return COWS_MAXIMUM * raised / (raised + W50.value**HILL.value)
