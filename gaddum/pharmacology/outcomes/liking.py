"""Drug liking (0–100, 50 neutral) and craving (0–100).

    L = 50 + Lmax_i · [(1 − w) · high + w · opioid]       high = Ce/(Ce + C50)
    dV/dt = kv · (L − 50)+ − V/7 d

`high` and `opioid` are scaled to 1 at the peak of the standard session; w is the mechanism's opioid share.

Source: drug high of S-ketamine, Simons 2022 [simons2022b]; liking of most patients neutral [esk_liking2025];
sizes and craving are ours.
"""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.receptors.base import gaddum

C50 = Constant("C50_high", 0.3, "umol/L", "simons2022b", "seen", "Arterial S-ketamine at half drug high.")
LMAX = Constant(
    "Lmax", 15.0, "points", "gaddum", "assumed",
    "Mean liking above neutral at the session's peak.",
)  # fmt: skip
LMAX_SD = Constant(
    "Lmax_sd", 12.0, "points", "gaddum", "assumed",
    "Its between-person SD; some people dislike the drug.",
)  # fmt: skip
K_CRAVING = Constant(
    "kv", 0.10, "1/h", "gaddum", "assumed",
    "Craving gained per hour and point of liking above neutral.",
)  # fmt: skip
T_CRAVING = Constant("t_craving", 7.0, "d", "gaddum", "assumed", "Time over which craving fades.")
RESIDUAL = Constant("residual_sd", 3.0, "points", "gaddum", "assumed", "Error of a visual analogue rating.")
PEAK_HIGH = Constant(
    "peak_high", 0.642, "fraction", "gaddum", "derived",
    "Drug high at the peak of the standard session.",
)  # fmt: skip
CONSTANTS = (C50, LMAX, LMAX_SD, K_CRAVING, T_CRAVING, RESIDUAL, PEAK_HIGH)

RATE_CRAVING = 1.0 / (T_CRAVING.value * 24.0)


def high(effect_site: Any) -> Any:
    """Non-opioid part of liking before scaling: Ce/(Ce + C50)."""
    return gaddum(effect_site / C50.value)
