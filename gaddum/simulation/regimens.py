"""How heavily would ketamine have to be used?  Adaptation of a typical adult over regimens of equal sessions.

Kinetics are linear, so the levels of many sessions are sums of one session's; adaptation is then integrated
in steps of five minutes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm

from gaddum.pharmacology.compounds import load_compound, typical
from gaddum.pharmacology.mechanisms import Brain, Mechanism
from gaddum.pharmacology.outcomes import dependence
from gaddum.pharmacology.receptors import MU, ligand_readout
from gaddum.pharmacology.receptors.mu import E0
from gaddum.simulation.course import FULL_BLOCKADE

STEP_H = 1.0 / 12.0
WEIGHT_KG = 80.0
SESSION_H = 40.0 / 60.0


@dataclass(frozen=True)
class Regimen:
    """Equal sessions at given hours."""

    title: str
    hours: tuple[float, ...]


REGIMENS = (
    Regimen("once", (0.0,)),
    Regimen(
        "twice a week, eight times", tuple(24.0 * (7 * week + day) for week in range(4) for day in (0, 3))
    ),
    Regimen("daily for 28 days", tuple(24.0 * day for day in range(28))),
    Regimen("four times a day for 28 days", tuple(6.0 * k for k in range(112))),
)


def agonist_levels(hours: tuple[float, ...], end_h: float, mg_per_kg: float = 0.5) -> np.ndarray:
    """Ketamine at the mu receptor over its binding constant, every `STEP_H` from the first session."""
    steps = round(end_h / STEP_H)
    single = np.zeros(steps + 1)
    ketamine = load_compound("ketamine")
    for part, share in ketamine.components:
        part = part.prune(["iv"])
        values = typical(part, WEIGHT_KG)
        at = {state: k for k, state in enumerate(part.states)}
        n = len(at)
        system = np.zeros((n + 1, n + 1))
        for (to, source), rate in part.rates(values).items():
            system[at[to], at[source]] = rate
        system[at["central"], n] = 1.0
        move = expm(system * STEP_H)
        x = np.zeros(n + 1)
        x[n] = ketamine.amount_umol(mg_per_kg * WEIGHT_KG) * share / SESSION_H
        readout = ligand_readout(MU, part)
        for k in range(1, steps + 1):
            x = move @ x
            if k == round(SESSION_H / STEP_H):
                x[n] = 0.0
            single[k] += sum(value * x[at[link]] for link, value in readout.items())
    total = np.zeros(steps + 1)
    for hour in hours:
        shift = round(hour / STEP_H)
        total[shift:] += single[: steps + 1 - shift]
    return total


def adaptation(mechanism: Mechanism, regimen: Regimen, follow_h: float = 168.0) -> dict[str, float]:
    """Highest adaptation of a typical adult, and the worst withdrawal on stopping and under full blockade.

    Only for a load that reads nothing but the agonist at the receptor.
    """
    if mechanism.load is None:
        return {"adaptation": 0.0, "cows": 0.0, "cows_blocked": 0.0}
    agonist = agonist_levels(regimen.hours, regimen.hours[-1] + follow_h)
    brain = Brain(0.0, agonist, 0.0, E0.value, E0.value, 0.0, 0.0, 0.0)
    load = np.asarray(mechanism.load(brain))
    m, path = 0.0, np.zeros_like(load)
    for k in range(1, len(load)):
        gap = 0.5 * (load[k - 1] + load[k]) - m
        rate = dependence.K_ON if gap > 0 else dependence.K_OFF
        m += gap * (1.0 - math.exp(-rate * STEP_H))
        path[k] = m
    last = round(regimen.hours[-1] / STEP_H)
    after = slice(last, None)
    stop = np.maximum(path - load, 0.0)[after]
    blocked = np.maximum(path - load / (1.0 + FULL_BLOCKADE), 0.0)[after]
    worse = 1.0 + dependence.PRECIPITATION.value * FULL_BLOCKADE / (1.0 + FULL_BLOCKADE)
    return {
        "adaptation": float(path.max()),
        "cows": float(dependence.cows(stop.max())),
        "cows_blocked": float(dependence.cows((blocked * worse).max())),
    }
