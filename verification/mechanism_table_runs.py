"""Twelve completers under each mechanism: as shipped, and with the constants of the independent twin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaddum import protocol
from gaddum.pharmacology.mechanisms import MECHANISMS, Brain, Mechanism
from gaddum.pharmacology.receptors.base import gaddum
from gaddum.simulation.trials import Simulator
from verification.following import Typical, follow
from verification.founding import (
    NALTREXONE,
    PLACEBO,
    SEED,
    Simulated,
    by_treatment,
    first_given,
    founding,
    mean_error,
    run,
    variants,
)

PEOPLE = 12

TYPICAL_TRIALS = 6_000

# The dossier's table: responders after naltrexone, its 5th to 95th percentile, mean fall, P(at most 1 | 7).
DOSSIER: dict[str, tuple[float, str, float, str]] = {
    "nmda-only": (7.1, "4–10", 12.4, "< 0.001"),
    "mu-agonist": (0.5, "0–2", 5.5, "0.92"),
    "opioid-release": (0.6, "0–2", 5.8, "0.89"),
    "opioid-tone": (0.3, "0–1", 4.9, "0.96"),
    "allosteric": (0.3, "0–1", 4.8, "0.97"),
    "expectancy": (0.0, "", 2.7, "1.00"),
    "nocebo": (5.3, "3–8", 10.2, "0.004"),
    "nocebo:0.25": (2.6, "0–5", 6.9, "0.21"),
    "hnk": (7.1, "4–10", 12.4, "< 0.001"),
    "mixture:0.3": (5.9, "", 11.0, "0.001"),
    "mixture:0.5": (4.6, "", 9.7, "0.014"),
    "mixture:0.7": (2.7, "", 8.2, "0.20"),
}

DOSSIER_RETAINED = {
    "nmda-only": 1.0,
    "mu-agonist": 0.17,
    "opioid-release": 0.19,
    "opioid-tone": 0.13,
    "allosteric": 0.12,
    "expectancy": 0.12,
    "hnk": 1.0,
}

DOSSIER_AFFINITIES = {("s-ketamine", "mu"): 7.0, ("r-ketamine", "mu"): 28.0}

DOSSIER_TAU = 30.0


@dataclass(frozen=True)
class Prediction:
    """One mechanism's trials of twelve completers.

    Attributes:
        responders, fall: Mean by treatment, with Monte Carlo error.
        spread: 5th and 95th percentile of responders by treatment.
        p: P(at most 1 responds after naltrexone | 7 after placebo), with error.
    """

    responders: dict[str, tuple[float, float]]
    fall: dict[str, tuple[float, float]]
    spread: dict[str, tuple[float, float]]
    p: tuple[float, float]


def changed(gains: dict[str, float]) -> tuple[Mechanism, ...]:
    """The mechanisms of the dossier's table with the twin's equations and these gains."""
    own = {
        "mu-agonist": replace(MECHANISMS["mu-agonist"], drive=stimulated, load=None),
        "opioid-release": replace(MECHANISMS["opioid-release"], drive=released, load=None),
    }
    chosen = [own.get(m.name, m) for m in variants() if m.name in DOSSIER]
    return tuple(replace(m, gain=gains.get(m.name, m.gain)) for m in chosen)


def recalibrated() -> tuple[dict[str, float], dict[str, float]]:
    """Gains, and shares kept beside naltrexone, of a typical person with the dossier's affinities."""
    made = Typical(protocol.load("ketamine-naltrexone"), changed({}), DOSSIER_AFFINITIES, people=2, seed=SEED)
    seen = follow(made, [24.0], ("plasticity", "antagonist"))
    names = made.built.drives.names
    gains = {name: float(1.0 / seen["plasticity"][0, 0, k, 0]) for k, name in enumerate(names)}
    return gains, {name: float(values[0]) for name, values in kept(seen, names).items()}


def typical(gains: dict[str, float]) -> Simulated:
    """The founding trial with the twin's constants: typical kinetics, nothing carried over."""
    document = protocol.load("ketamine-naltrexone")
    document = document.model_copy(
        update={"design": document.design.model_copy(update={"washout_days": 120.0})}
    )
    simulator = Typical(
        document, changed(gains), DOSSIER_AFFINITIES, steady=True, people=PEOPLE, seed=SEED + 1
    )
    return Simulated(document, simulator, run(simulator, TYPICAL_TRIALS))


def stimulated(brain: Brain) -> Any:
    """Direct agonism with the dossier's efficacy, not weakened by adaptation."""
    strength = DOSSIER_TAU * gaddum(brain.agonist, brain.tone, brain.antagonist)
    return strength / (1.0 + strength)


def released(brain: Brain) -> Any:
    """Occupancy by released peptide, above what resting tone would hold beside naltrexone alone."""
    return gaddum(brain.released, brain.agonist, brain.antagonist) - gaddum(brain.tone, brain.antagonist)


def twelve(values: np.ndarray) -> np.ndarray:
    """Each trial's people as whole trials of twelve, [trial of twelve, person]."""
    each = values.shape[1] // PEOPLE
    return values[:, : each * PEOPLE].reshape(-1, PEOPLE)


def predict(made: Simulated, mechanism: str) -> Prediction:
    """Responders, falls and the published result among twelve people, none of them missing."""
    before = by_treatment(made, mechanism, "hamd17", "baseline")
    after = by_treatment(made, mechanism, "hamd17", "day_1")
    responders, fall, spread, counts = {}, {}, {}, {}
    for name in (PLACEBO, NALTREXONE):
        start, end = twelve(before[name]), twelve(after[name])
        counts[name] = (start - end >= 0.5 * start).sum(-1)
        means = (start - end).mean(-1)
        responders[name] = (float(counts[name].mean()), error(counts[name]))
        fall[name] = (float(means.mean()), error(means))
        low, high = np.quantile(counts[name], [0.05, 0.95])
        spread[name] = (float(low), float(high))
    seven = counts[NALTREXONE][counts[PLACEBO] == 7]
    p = float((seven <= 1).mean())
    floor = max(p * (1 - p), 0.25 / len(seven))
    return Prediction(responders, fall, spread, (p, float(np.sqrt(floor / len(seven)))))


def first_period(mechanism: str) -> dict[str, tuple[float, float]]:
    """Responders of 12 and mean fall after naltrexone in the first period, where nothing is carried over."""
    before = by_treatment(founding(), mechanism, "hamd17", "baseline")[NALTREXONE]
    after = by_treatment(founding(), mechanism, "hamd17", "day_1")[NALTREXONE]
    first = first_given(founding(), NALTREXONE)
    share, mcse = mean_error((before - after >= 0.5 * before)[first])
    return {"responders": (PEOPLE * share, PEOPLE * mcse), "fall": mean_error((before - after)[first])}


def error(values: np.ndarray) -> float:
    """Monte Carlo error of a mean over trials."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def kept_shipped() -> dict[str, tuple[float, str]]:
    """Share of the day-1 effect kept, as shipped: a typical person, and the spread over people."""
    document, mechanisms = founding().protocol, founding().simulator.mechanisms
    plain = Typical(document, mechanisms, people=2, seed=SEED)
    many = Simulator(document, mechanisms, people=512, seed=SEED)
    seen = [follow(made, [24.0], ("plasticity", "antagonist")) for made in (plain, many)]
    one, people = (kept(found, plain.built.drives.names) for found in seen)
    spread = {n: (v.mean(), *np.quantile(v, [0.05, 0.95])) for n, v in people.items()}
    return {n: (float(v[0]), "{:.3f} [{:.2f}–{:.2f}]".format(*spread[n])) for n, v in one.items()}


def kept(seen: dict[str, np.ndarray], names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Plasticity after 24 h beside naltrexone over that beside placebo; for expectancy, its gate."""
    lifted = seen["plasticity"][:, 0]
    found = {name: lifted[1, k] / lifted[0, k] for k, name in enumerate(names) if name in DOSSIER_RETAINED}
    found["expectancy"] = 1.5 / (1.5 + seen["antagonist"][1, 0])
    return found
