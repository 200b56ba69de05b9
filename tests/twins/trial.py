"""The founding trial by Monte Carlo: twelve completers, ketamine after placebo and after naltrexone.

One trial after another, twelve people at a time, scores in whole HAM-D points.
Kinetics come from `mechanisms.solve`, once for a typical person or once for each member of a pool of varied
people from which trials draw at random (solving 240,000 people one by one would take hours).

Source: the project's dossier, section 7.1 (skeleton) and 7.4 (what it should give).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .kinetics import Body, KetamineChain, Naltrexone, r_ketamine, typical_body
from .mechanisms import DRIVES, INDEX, Constants, founding_period, solve

Array = NDArray[np.float64]

ARMS = ("placebo", "naltrexone")
OMEGA2 = {  # Simons 2022, variance on the log scale, the same deviation for both enantiomers
    "V1": 0.057, "CL": 0.029, "Q3": 0.026, "mtt_norketamine": 0.021, "norketamine_CL": 0.050,
    "hnk_CL": 0.103, "hnk_Q": 0.287, "hnk_V1": 1.22,
}  # fmt: skip
LOG_SD_F, LOG_SD_K_IN, LOG_SD_NALTREXOL = 0.6, 0.4, 0.3


@dataclass(frozen=True)
class Exposure:
    """What the trial needs of one person's kinetics, by arm; P is 1 for the typical person after placebo."""

    P: dict[str, tuple[float, float]]  # at 24 h
    A: tuple[float, float]  # at 24 h
    effect: tuple[float, float]  # total arterial S-ketamine at its effect site, 40 min, µmol/L


@dataclass(frozen=True)
class Setting:
    """Choices on which the dossier's equations are silent or its table departs from them; see `README.md`."""

    expectancy_decay: float = 1.0  # I_exp on day 1 relative to the drawn value
    nocebo_decays: bool = True  # N falls with exp(-24 h / 3 d)
    nocebo_bound: bool = True  # N follows mu occupancy at 24 h (else it is nu outright)
    gate_placebo: bool = True  # H4: naltrexone also gates the ordinary placebo response I_exp
    h4_saturating: bool = False  # H4: theta * 2G/(1+G) with gate G, instead of theta * G
    whole_points: bool = True  # scores are integers from 0 to 52
    redraw_baseline: bool = True  # H0 below 17 is drawn again; else it is set to 17
    people: int = 12


AS_TABULATED = Setting(  # the reading under which the dossier's table 7.4 comes out
    nocebo_decays=False, nocebo_bound=False, h4_saturating=True, whole_points=False, redraw_baseline=False
)  # fmt: skip


def exposure(body: Body, gains: dict[str, float], constants: Constants | None = None) -> Exposure:
    """Both periods of one person."""
    rows = [
        solve(body, founding_period(body.weight_kg, arm == "naltrexone"), [40 / 60, 24.0], constants)
        for arm in ARMS
    ]
    P = {d: tuple(float(x[1, INDEX[f"P.{d}"]]) * gains[d] for x in rows) for d in DRIVES}
    A = tuple(float(x[1, INDEX["n.mu_site"]]) for x in rows)
    effect = tuple(float(x[0, INDEX["s.effect_site"]]) for x in rows)
    return Exposure({d: (p[0], p[1]) for d, p in P.items()}, (A[0], A[1]), (effect[0], effect[1]))


def varied_body(rng: np.random.Generator) -> Body:
    """A person drawn from between-person variability; weight N(80, 15) kept within 45 to 140 kg."""
    weight_kg = float(np.clip(rng.normal(80, 15), 45, 140))
    base = KetamineChain().scaled(weight_kg)
    factor = {name: math.exp(rng.normal(0, math.sqrt(w2))) for name, w2 in OMEGA2.items()}
    s = replace(base, **{name: getattr(base, name) * f for name, f in factor.items()})
    typical = Naltrexone()
    blocker = replace(
        typical,
        F=min(1.0, typical.F * math.exp(rng.normal(0, LOG_SD_F))),
        presystemic=typical.presystemic * math.exp(rng.normal(0, LOG_SD_NALTREXOL)),
        k_in=typical.k_in * math.exp(rng.normal(0, LOG_SD_K_IN)),
    )
    return Body(weight_kg, s, r_ketamine(s), blocker)


def pool(size: int, gains: dict[str, float], seed: int) -> list[Exposure]:
    """Exposures of `size` varied people."""
    rng = np.random.default_rng(seed)
    return [exposure(varied_body(rng), gains) for _ in range(size)]


def logit_normal(rng: np.random.Generator, median: float, sd: float, n: int) -> Array:
    centre = math.log(median / (1 - median))
    return np.asarray(1 / (1 + np.exp(-(centre + sd * rng.standard_normal(n)))))


def true_baseline(rng: np.random.Generator, n: int, redraw: bool) -> Array:
    """N(22, 3.5) of at least 17, by drawing again (truncation) or by lifting to 17 (clipping)."""
    values: list[float] = []
    while len(values) < n:
        h0 = float(rng.normal(22, 3.5))
        if not redraw:
            values.append(max(17.0, h0))
        elif h0 >= 17:
            values.append(h0)
    return np.array(values)


def plasticity(mechanism: str, e: Exposure, arm: int) -> float:
    """P at 24 h under a hypothesis; a mixture `mixture:phi` weighs the drives of H1 and H3b."""
    if mechanism.startswith("mixture:"):
        phi = float(mechanism.split(":")[1])
        return (1 - phi) * e.P["nmda-only"][arm] + phi * e.P["opioid-tone"][arm]
    if mechanism.startswith("nocebo"):
        return e.P["nmda-only"][arm]
    return e.P[mechanism][arm]


def expected_fraction(
    mechanism: str, e: Exposure, arm: int, theta: float, expectancy: float, s: Setting
) -> float:
    """(1 - I_drug)(1 - I_exp) + N on day 1 for one person in one period: the part of H0 that is left."""
    i_exp, nocebo = expectancy * s.expectancy_decay, 0.0
    if mechanism == "expectancy":
        gate = 1.5 / (1.5 + e.A[arm])
        i_drug = theta * (2 * gate / (1 + gate) if s.h4_saturating else gate)
        if s.gate_placebo:
            i_exp *= gate
    else:
        p = plasticity(mechanism, e, arm)
        i_drug = theta * 2 * p / (1 + p)
    if mechanism.startswith("nocebo:") and arm == 1:
        nocebo = float(mechanism.split(":")[1])
        nocebo *= e.A[1] / (1 + e.A[1]) if s.nocebo_bound else 1.0
        nocebo *= math.exp(-1 / 3) if s.nocebo_decays else 1.0
    return (1 - min(0.95, i_drug)) * (1 - i_exp) + nocebo


def hamd(value: Array, whole: bool) -> Array:
    """Within the range of the 17-item scale, in whole points unless told otherwise."""
    return np.clip(np.round(value) if whole else value, 0, 52)


def simulate(
    mechanisms: Sequence[str],
    exposures: Sequence[Exposure],
    trials: int,
    seed: int,
    setting: Setting | None = None,
) -> dict[str, dict[str, float | list[float]]]:
    """Responders, falls and dissociation by mechanism; all see the same people and the same noise."""
    s = setting or Setting()
    rng = np.random.default_rng(seed)
    responders = {m: np.zeros((trials, 2)) for m in mechanisms}
    fall = {m: np.zeros((trials, 2)) for m in mechanisms}
    cadss = np.zeros((trials, s.people, 2))
    for trial in range(trials):
        who = [exposures[i] for i in rng.integers(len(exposures), size=s.people)]
        theta = logit_normal(rng, 0.50, 1.1, s.people)
        expectancy = logit_normal(rng, 0.10, 0.8, s.people)
        h0 = true_baseline(rng, s.people, s.redraw_baseline)
        emax = 12 * np.exp(0.9 * rng.standard_normal(s.people))
        for arm in (0, 1):
            baseline = hamd(h0 + 1.5 * rng.standard_normal(s.people), s.whole_points)
            noise = 2.0 * rng.standard_normal(s.people)
            for m in mechanisms:
                left = np.array(
                    [expected_fraction(m, e, arm, theta[i], expectancy[i], s) for i, e in enumerate(who)]
                )
                day1 = hamd(h0 * left + noise, s.whole_points)
                responders[m][trial, arm] = np.sum(baseline - day1 >= 0.5 * baseline)
                fall[m][trial, arm] = np.mean(baseline - day1)
            effect = np.array([e.effect[arm] for e in who])
            cadss[trial, :, arm] = emax * effect**1.5 / (0.51**1.5 + effect**1.5)
    return {m: summary(responders[m], fall[m], cadss) for m in mechanisms}


def summary(responders: Array, fall: Array, cadss: Array) -> dict[str, float | list[float]]:
    """Means, 5 to 95 % ranges and the probability of the published result, with its Monte Carlo error."""
    out: dict[str, float | list[float]] = {}
    for arm, name in enumerate(ARMS):
        out[f"responders_{name}"] = float(responders[:, arm].mean())
        out[f"range_{name}"] = [float(q) for q in np.quantile(responders[:, arm], [0.05, 0.95])]
        out[f"fall_{name}"] = float(fall[:, arm].mean())
        out[f"cadss_{name}"] = [float(cadss[:, :, arm].mean()), float(cadss[:, :, arm].std())]
    seven = responders[responders[:, 0] == 7, 1]
    p = float(np.mean(seven <= 1)) if len(seven) else math.nan
    out["p_at_most_1_given_7"] = p
    out["mcse"] = math.sqrt(p * (1 - p) / len(seven)) if len(seven) else math.nan
    out["p_7_and_at_most_1"] = float(np.mean((responders[:, 0] == 7) & (responders[:, 1] <= 1)))
    return out


def typical_exposure(gains: dict[str, float]) -> list[Exposure]:
    return [exposure(typical_body(80.0), gains)]
