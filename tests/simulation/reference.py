"""One virtual person by another route: the model's equations written out and left to SciPy's LSODA.

Kinetics are the twin's, with the person's own parameters; receptors, drives, induction, plasticity,
adaptation and craving are written here from the model's documentation.  Nothing of the package's equations is
used, only its numbers: parameters of the person and constants of the mechanisms.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from tests.twins.kinetics import BLOCKER, CHAIN, LN2, KetamineChain, Naltrexone, blocker_rates, chain_rates

DRIVES = ("nmda-only", "mu-agonist", "opioid-release", "opioid-tone", "allosteric", "hnk")
LOADS = ("mu-agonist", "opioid-release", "allosteric")
STATES = (
    *(f"s.{name}" for name in CHAIN),
    *(f"r.{name}" for name in CHAIN),
    *(f"n.{name}" for name in BLOCKER),
    "tone",
    *(f"Z.{name}" for name in DRIVES),
    *(f"P.{name}" for name in DRIVES),
    *(f"C.{name}" for name in ("high", *DRIVES)),
    *(f"M.{name}" for name in LOADS),
)
AT = {name: k for k, name in enumerate(STATES)}


@dataclass(frozen=True)
class Person:
    """Kinetics of one person."""

    s: KetamineChain
    r: KetamineChain
    blocker: Naltrexone


def chain(values: Mapping[str, float]) -> KetamineChain:
    """One enantiomer's chain from the package's parameter values."""
    return KetamineChain(
        CL=values["CL"], V1=values["V1"], V2=values["V2"], V3=values["V3"], Q2=values["Q2"], Q3=values["Q3"],
        mtt_norketamine=values["mtt_norketamine"], fm_norketamine=values["fm_norketamine"],
        norketamine_CL=values["CL_norketamine"], norketamine_Q=values["Q_norketamine"],
        norketamine_V2=values["V2_norketamine"], mtt_hnk=values["mtt_hnk"], fm_hnk=values["fm_hnk"],
        hnk_CL=values["CL_hnk"], hnk_Q=values["Q_hnk"], hnk_V1=values["V1_hnk"], hnk_V2=values["V2_hnk"],
        fu=values["fu"], kp_uu=values["kpuu"],
        fu_norketamine=values["fu_norketamine"], fu_hnk=values["fu_hnk"],
        brain_half=values["t_half_brain"], venous_half=values["t_half_venous"],
    )  # fmt: skip


def naltrexone(values: Mapping[str, float]) -> Naltrexone:
    """Naltrexone from the package's parameter values, its caps applied as documented."""
    return Naltrexone(
        ka=values["ka"], F=min(values["F"], 1.0), CL=values["CL"], Q=values["Q"], V1=values["V1"],
        V2=values["V2"], presystemic=values["f_presystemic"], systemic=values["f_systemic"],
        naltrexol_CL=values["CL_naltrexol"], naltrexol_Q=values["Q_naltrexol"],
        naltrexol_V1=values["V1_naltrexol"], naltrexol_V2=values["V2_naltrexol"],
        k_in=values["k_in"], k_out=LN2 / values["t_half_site"],
    )  # fmt: skip


def observe(x: Sequence[float]) -> dict[str, float]:
    """Everything that mechanisms and outcomes read, from one state vector."""
    nmda = (
        x[AT["s.brain"]] / 0.3
        + x[AT["r.brain"]] / 1.4
        + x[AT["s.brain_norketamine"]] / 1.7
        + x[AT["r.brain_norketamine"]] / 13.0
    )
    blocked = nmda / (1.0 + nmda)
    k = x[AT["s.brain"]] / 29.2 + x[AT["r.brain"]] / 73.0  # ketamine at mu over its binding constant
    a = x[AT["n.mu_site"]]
    e, rest = x[AT["tone"]], 0.5
    ketamine = x[AT["s.brain"]] + x[AT["r.brain"]]
    hnk = x[AT["s.brain_hnk"]] + x[AT["r.brain_hnk"]]
    ce = x[AT["s.effect_site"]]

    held = 100.0 * k / (1.0 + k + rest + a)
    tolerant = held / (1.0 + x[AT["M.mu-agonist"]] / 0.3)
    induced = blocked**2 / (blocked**2 + 0.35**2)
    release = e / (1.0 + e + k + a) - rest / (1.0 + rest + k + a)
    allosteric = ketamine / (ketamine + 0.3) * rest / (1.0 + rest + a)
    return {
        "nmda": blocked,
        "antagonist": a,
        "effect_site": ce,
        "high": ce / (ce + 0.3),
        "tone": e,
        "drive.nmda-only": induced,
        "drive.mu-agonist": tolerant / (1.0 + tolerant),
        "drive.opioid-release": release,
        "drive.opioid-tone": induced * (1.0 + rest) / (1.0 + rest + a),
        "drive.allosteric": allosteric,
        "drive.hnk": hnk / (hnk + 0.1),
        "load.mu-agonist": held / (1.0 + held**8) ** 0.125,
        "load.opioid-release": release,
        "load.allosteric": allosteric,
        **{f"plasticity.{name}": x[AT[f"P.{name}"]] for name in DRIVES},
        **{f"craving.{name}": x[AT[f"C.{name}"]] for name in ("high", *DRIVES)},
        **{f"adaptation.{name}": x[AT[f"M.{name}"]] for name in LOADS},
    }


def rates(t: float, x: np.ndarray, person: Person, infusion: float) -> list[float]:
    """The right-hand side; `infusion` is µmol/h of either enantiomer."""
    states = x.tolist()
    first, second = len(CHAIN), 2 * len(CHAIN)
    q = observe(states)
    now = [q[f"drive.{name}"] for name in DRIVES]
    z, p = states[AT["Z.nmda-only"] :][:6], states[AT["P.nmda-only"] :][:6]
    c, m = states[AT["C.high"] :][:7], states[AT["M.mu-agonist"] :][:3]
    adapted = []
    for name, level in zip(LOADS, m, strict=True):
        gap = q[f"load.{name}"] - level
        gaining = (1.0 + math.tanh(gap / 0.02)) / 2.0
        adapted.append((gaining * LN2 / 26.0 + (1.0 - gaining) * LN2 / 120.0) * gap)
    return [
        *chain_rates(states[:first], person.s, infusion),
        *chain_rates(states[first:second], person.r, infusion),
        *blocker_rates(states[second : second + len(BLOCKER)], person.blocker),
        LN2 / (10.0 / 60.0) * (0.5 * (1.0 + 3.0 * q["nmda"]) - q["tone"]),
        *(d - level for d, level in zip(now, z, strict=True)),
        *(level - LN2 / 168.0 * own for level, own in zip(z, p, strict=True)),
        *(d - level / 168.0 for d, level in zip([q["high"], *now], c, strict=True)),
        *adapted,
    ]


def trajectory(
    person: Person,
    ketamine_umol: float,
    naltrexone_umol: Sequence[float],
    times_h: Sequence[Sequence[float]],
    period_h: float,
    rtol: float = 1e-10,
) -> dict[str, np.ndarray]:
    """Everything observed of a person over periods of one ketamine infusion each.

    Args:
        person: The person.
        ketamine_umol: Amount of either enantiomer in an infusion of 40 min.
        naltrexone_umol: Amount in each period, 0 for placebo, 45 min before the infusion.
        times_h: For each period, times from the start of the infusion, increasing.
        period_h: From one infusion to the next.

    Returns:
        Name to values at all times, one period after the other.
    """
    x = np.zeros(len(STATES))
    x[AT["tone"]] = 0.5
    found: list[dict[str, float]] = []
    clock = -2.0
    for k, (amount, own) in enumerate(zip(naltrexone_umol, times_h, strict=True)):
        zero = k * period_h
        last = zero + period_h - 2.0
        wanted = zero + np.asarray(own, float)
        events = [
            (zero - 0.75, amount, 0.0),
            (zero, 0.0, ketamine_umol / (40 / 60)),
            (zero + 40 / 60, 0.0, 0.0),
        ]
        infusion = 0.0
        stops = [clock, *(event[0] for event in events), last]
        for begin, end, event in zip(stops[:-1], stops[1:], [None, *events], strict=True):
            if event is not None:
                x[AT["n.depot"]] += event[1]
                infusion = event[2]
            here = wanted[(wanted > begin + 1e-9) & (wanted <= end + 1e-9)]
            course = solve_ivp(
                rates, (begin, end), x, method="LSODA", args=(person, infusion), rtol=rtol, atol=1e-13,
                t_eval=np.unique([*np.minimum(here, end), end]), first_step=1e-6,
            )  # fmt: skip
            found += [observe(course.y[:, i].tolist()) for i in range(len(here))]
            x = course.y[:, -1].copy()
        clock = last
    return {name: np.array([row[name] for row in found]) for name in found[0]}
