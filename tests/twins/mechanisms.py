"""How drug at the receptor becomes an antidepressant effect, hypothesis by hypothesis, for one person.

The right-hand side of the whole model is one function, `rates`; `solve` integrates it with SciPy and restarts
at every event (each dose, each end of an infusion), so no step ever straddles a jump.
Every hypothesis has its own induction Z and plasticity P; all share the person's kinetics.

Source: the project's dossier, sections 7.1 to 7.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from .kinetics import BLOCKER, CHAIN, LN2, MOLAR_MASS, Body, blocker_rates, chain_rates

Array = NDArray[np.float64]

# The hypotheses with a drive of their own. H4 (expectancy) has none; H5 (nocebo) borrows that of H1.
DRIVES = ("nmda-only", "mu-agonist", "opioid-release", "opioid-tone", "allosteric", "hnk")

STATES = (
    *(f"s.{name}" for name in CHAIN),
    *(f"r.{name}" for name in CHAIN),
    *(f"n.{name}" for name in BLOCKER),
    "tone",
    *(f"Z.{name}" for name in DRIVES),
    *(f"P.{name}" for name in DRIVES),
    "adaptation",
    "craving",
)
INDEX = {name: i for i, name in enumerate(STATES)}
N_CHAIN, N_BLOCKER, N_DRIVES = len(CHAIN), len(BLOCKER), len(DRIVES)


@dataclass(frozen=True)
class Constants:
    """Receptor affinities (µmol/L) and downstream constants."""

    nmda_s: float = 0.3
    nmda_r: float = 1.4
    nmda_s_norketamine: float = 1.7
    nmda_r_norketamine: float = 13.0
    mor_s: float = 7.0
    mor_r: float = 28.0
    E0: float = 0.5
    S_E: float = 3.0
    tone_half: float = 10 / 60
    threshold: float = 0.35  # H1, Hill 2
    tau: float = 30.0  # H2
    hnk_ec50: float = 0.1  # H6
    alpha_max: float = 1.0  # H7
    alpha_ec50: float = 0.3
    tau_z: float = 1.0
    T_P: float = 7 * 24.0
    k_on: float = LN2 / 26
    k_off: float = LN2 / 120
    M50: float = 0.3
    load: float = 30.0  # agonist load a = min(1, load * rho_K)
    tolerance: bool = False  # whether adaptation lowers the potency of H2: tau / (1 + M/M50)
    load_sees_tone: bool = True  # whether rho_K of the load stands beside the resting tone
    load_M50: float = math.inf  # adaptation that halves the load itself; infinite: no feedback
    lmax: float = 15.0
    opioid_liking: float = 0.0  # w: share of liking that follows the mu drive
    craving_gain: float = 1.0  # kv, per hour; the dossier leaves it open, so craving is on a relative scale


@dataclass(frozen=True)
class Dose:
    """A dose at `at` (h): racemic ketamine over `duration` (h), or naltrexone by mouth (duration 0)."""

    compound: str
    mg: float
    at: float
    duration: float = 0.0

    @property
    def umol(self) -> float:
        return self.mg / MOLAR_MASS[self.compound] * 1000


def founding_period(weight_kg: float, naltrexone: bool) -> list[Dose]:
    """Ketamine 0.5 mg/kg over 40 min from 0, after naltrexone 50 mg or placebo 45 min before."""
    ketamine = Dose("ketamine", 0.5 * weight_kg, 0.0, 40 / 60)
    return [Dose("naltrexone", 50.0, -0.75), ketamine] if naltrexone else [ketamine]


def receptor_state(x: Sequence[float], c: Constants) -> dict[str, float]:
    """Occupancies and the quantities that hypotheses are made of, from one state vector."""
    cb_s, cb_r = x[INDEX["s.brain"]], x[INDEX["r.brain"]]
    A, E = x[INDEX["n.mu_site"]], x[INDEX["tone"]]
    n = (
        cb_s / c.nmda_s
        + cb_r / c.nmda_r
        + x[INDEX["s.brain_norketamine"]] / c.nmda_s_norketamine
        + x[INDEX["r.brain_norketamine"]] / c.nmda_r_norketamine
    )
    k = cb_s / c.mor_s + cb_r / c.mor_r
    return {
        "nmda": n / (1 + n),
        "k": k,
        "A": A,
        "E": E,
        "rho_k": k / (1 + k + c.E0 + A),  # beside the resting tone; only H3a moves the tone
        "rho_k_bare": k / (1 + k + A),  # as tabulated in the dossier's section 8, without tone
        "rho_e": E / (1 + k + E + A),
        "rho_e_rest": c.E0 / (1 + c.E0 + A),  # what tone would hold now, without ketamine
        "ketamine": cb_s + cb_r,
        "hnk": x[INDEX["s.brain_hnk"]] + x[INDEX["r.brain_hnk"]],
        "mu": A / (1 + A),
        "kappa": (A / 2) / (1 + A / 2),
        "delta": (A / 79) / (1 + A / 79),
    }


def drives(x: Sequence[float], c: Constants) -> dict[str, float]:
    """The drive of each hypothesis at this moment."""
    q = receptor_state(x, c)
    h1 = q["nmda"] ** 2 / (q["nmda"] ** 2 + c.threshold**2)
    tau = c.tau / (1 + x[INDEX["adaptation"]] / c.M50) if c.tolerance else c.tau
    gate = c.E0 / (1 + c.E0 + q["A"])
    return {
        "nmda-only": h1,
        "mu-agonist": tau * q["rho_k"] / (1 + tau * q["rho_k"]),
        "opioid-release": max(0.0, q["rho_e"] - q["rho_e_rest"]),
        "opioid-tone": h1 * (1 + c.E0) / (1 + c.E0 + q["A"]),
        "allosteric": max(0.0, c.alpha_max * q["ketamine"] / (q["ketamine"] + c.alpha_ec50) * gate),
        "hnk": q["hnk"] / (q["hnk"] + c.hnk_ec50),
    }


def agonist_load(q: dict[str, float], M: float, c: Constants) -> float:
    """How hard ketamine drives mu receptors, 0 to 1, as adaptation M sees it."""
    rho = q["rho_k"] if c.load_sees_tone else q["rho_k_bare"]
    return min(1.0, max(0.0, c.load * rho / (1 + M / c.load_M50)))


def withdrawal(x: Sequence[float], c: Constants) -> float:
    """COWS (0 to 48) from adaptation not covered by agonist, worse under an antagonist."""
    q, M = receptor_state(x, c), float(x[INDEX["adaptation"]])
    w = max(0.0, M - agonist_load(q, M, c)) * (1 + 3 * q["mu"])
    return float(48 * w**1.2 / (w**1.2 + 0.5**1.2))


def rates(x: list[float], body: Body, c: Constants, infusion_each: float, gains: dict[str, float]) -> Array:
    """The full right-hand side; `infusion_each` is µmol/h of either enantiomer, `gains` g by hypothesis."""
    first, second, third = N_CHAIN, 2 * N_CHAIN, 2 * N_CHAIN + N_BLOCKER
    s = chain_rates(x[:first], body.s, infusion_each)
    r = chain_rates(x[first:second], body.r, infusion_each)
    blocker = blocker_rates(x[second:third], body.blocker)

    q = receptor_state(x, c)
    drive = drives(x, c)
    tone = LN2 / c.tone_half * (c.E0 * (1 + c.S_E * q["nmda"]) - q["E"])
    dz = [drive[name] - x[INDEX[f"Z.{name}"]] / c.tau_z for name in DRIVES]
    dp = [
        gains.get(name, 1.0) * x[INDEX[f"Z.{name}"]] / c.tau_z - LN2 / c.T_P * x[INDEX[f"P.{name}"]]
        for name in DRIVES
    ]

    M = x[INDEX["adaptation"]]
    load = agonist_load(q, M, c)
    dm = (c.k_on if load > M else c.k_off) * (load - M)
    effect = x[INDEX["s.effect_site"]]
    liking = c.lmax * (
        (1 - c.opioid_liking) * effect / (effect + 0.3) + c.opioid_liking * drive["mu-agonist"]
    )
    dv = c.craving_gain * max(0.0, liking) - x[INDEX["craving"]] / (7 * 24)
    return np.array([*s, *r, *blocker, tone, *dz, *dp, dm, dv])


def start(c: Constants) -> Array:
    """A rested person: no drug, tone at its resting value."""
    x = np.zeros(len(STATES))
    x[INDEX["tone"]] = c.E0
    return x


def solve(
    body: Body,
    doses: Sequence[Dose],
    times: Sequence[float],
    constants: Constants | None = None,
    gains: dict[str, float] | None = None,
    method: Literal["LSODA", "DOP853"] = "LSODA",
    rtol: float = 1e-9,
    atol: float = 1e-12,
) -> Array:
    """States at `times` (h, ascending), one row a time; the person is rested before the first dose."""
    c = constants or Constants()
    g = gains or {}
    bolus = {d.at: d.umol for d in doses if d.duration == 0}
    infusions = [d for d in doses if d.duration > 0]
    breaks = set(bolus) | {d.at for d in infusions} | {d.at + d.duration for d in infusions}
    edges = sorted(breaks | {min([*breaks, *times]), max([*breaks, *times])})
    x, out = start(c), np.zeros((len(times), len(STATES)))
    for left, right in zip(edges, [*edges[1:], np.inf], strict=True):
        x = x.copy()
        x[INDEX["n.depot"]] += bolus.get(left, 0.0)
        here = [i for i, t in enumerate(times) if left <= t < right]
        if not np.isfinite(right):  # the last edge: nothing left to integrate
            out[here] = x
            break
        running = sum(0.5 * d.umol / d.duration for d in infusions if d.at <= left < d.at + d.duration)
        stops = sorted({*(times[i] for i in here), right})

        def slope(_t: float, y: Array, running: float = running) -> Array:
            return rates(y.tolist(), body, c, running, g)

        got = solve_ivp(slope, (left, right), x, method=method, t_eval=stops, rtol=rtol, atol=atol)
        if not got.success:
            raise RuntimeError(got.message)
        for i in here:
            out[i] = got.y[:, stops.index(times[i])]
        x = got.y[:, -1]
    return out
