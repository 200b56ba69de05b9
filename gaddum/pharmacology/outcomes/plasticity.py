"""Induction and plasticity: a drive of an hour becomes an effect of a week.

    dZ/dt = D − Z/τz        dP/dt = g·Z/τz − (ln 2/T_P)·P        g sets P(24 h) = 1 in the standard session

Source: our model; T_P calibrated to response rates at 24 h, 72 h and 7 d, Han 2016 [han2016].
"""

from __future__ import annotations

from gaddum.pharmacology.constants import Constant

TAU_Z = Constant("tau_z", 1.0, "h", "gaddum", "assumed", "Induction time; 0.5 to 3 h is plausible.")
T_P = Constant(
    "T_P", 7.0, "d", "han2016", "derived",
    "Half-life of plasticity; 5 to 10 d fits published response rates.",
)  # fmt: skip
CONSTANTS = (TAU_Z, T_P)

RATE_Z = 1.0 / TAU_Z.value
RATE_P = 0.6931471805599453 / (T_P.value * 24.0)
