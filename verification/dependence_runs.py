"""Four regimens of ketamine as one protocol, and what the engine makes of them hour by hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaddum import protocol
from gaddum.pharmacology.mechanisms import MECHANISMS, Brain, Mechanism
from gaddum.pharmacology.outcomes import dependence as model
from gaddum.pharmacology.receptors.base import gaddum
from gaddum.simulation.course import FULL_BLOCKADE
from gaddum.simulation.trials import Simulator
from verification.drawing import BLUE, GREEN, ORANGE, PURPLE
from verification.following import follow
from verification.mechanism_table_runs import DOSSIER_TAU

REGIMENS: dict[str, tuple[str, list[float], str]] = {
    "single": ("single infusion", [0.0], BLUE),
    "twice": ("twice a week, 8", [3.5 * k for k in range(8)], GREEN),
    "daily": ("daily, 28", [float(k) for k in range(28)], ORANGE),
    "four": ("four times a day, 28 days", [k / 4 for k in range(112)], PURPLE),
}

READINGS = {"beside tone": "as printed: 30*rho_K beside tone", "without tone": "without tone"}

STEP_H = 2.0

AFTER_DAYS = 14


@dataclass(frozen=True)
class Followed:
    """What repeated use does; arrays [regimen, hour, person].

    Attributes:
        hours: Times.
        adaptation: Adaptation, 0 to 1.
        stop: COWS with no antagonist.
        blocked: COWS if naltrexone blocked the receptor fully at that time.
    """

    hours: np.ndarray
    adaptation: np.ndarray
    stop: np.ndarray
    blocked: np.ndarray

    def peak(self) -> np.ndarray:
        """Largest adaptation, [regimen, person]."""
        return np.asarray(self.adaptation.max(axis=1))

    def worst(self, curves: np.ndarray, after_h: float = 0.0) -> np.ndarray:
        """Largest COWS in the week that starts `after_h` after the last infusion, [regimen, person]."""
        found = []
        for k, (_, days, _) in enumerate(REGIMENS.values()):
            begin = 24 * days[-1] + 2 / 3 + after_h
            week = (self.hours >= begin) & (self.hours <= 24 * days[-1] + 168)
            found.append(curves[k, week].max(axis=0))
        return np.array(found)


def regimens() -> protocol.Protocol:
    """The four regimens as treatments of one protocol."""
    treatments = "\n".join(
        f"  {name}: {{label: '{label}', drug: {{compound: ketamine, dose: 0.5 mg/kg over 40 min, days:"
        f" {days}}}}}"
        for name, (label, days, _) in REGIMENS.items()
    )
    last = max(days[-1] for _, days, _ in REGIMENS.values()) + AFTER_DAYS
    sequences = "\n".join(f"    {name}: [{name}]" for name in REGIMENS)
    return protocol.parse(f"""
gaddum: 1
name: regimens
version: "1.0"
title: Four regimens of ketamine
summary: How much the opioid system adapts, were ketamine a direct mu agonist.
population:
  condition: depression
  age_years: {{min: 18, max: 70}}
  weight_kg: {{mean: 80, sd: 16, min: 45, max: 140}}
  female: 0.5
  baseline: {{instrument: hamd17, mean: 22, sd: 3.5, min: 17}}
enrolment: {{planned: 4, per_month: 1}}
treatments:
{treatments}
design:
  sequences:
{sequences}
  period_days: {last:g}
visits:
  baseline: {{at: -60 min, instruments: [hamd17, cows]}}
  end: {{at: {last:g} d, instruments: [hamd17, cows]}}
endpoints:
  withdrawal:
    kind: score
    instrument: cows
    visit: end
    primary: true
    estimand: {{question: How severe?, population: Everyone., strategy: {{}}, summary: Mean total.}}
randomization: {{method: permuted_blocks, block_sizes: [4]}}
monitoring:
  looks: [{{name: final, entered: 4, after_days: 60}}]
""")


def load_of(name: str, tone: bool) -> Mechanism:
    """Direct agonism with the dossier's efficacy; the load beside resting tone, or without it."""

    def stimulus(brain: Brain) -> Any:
        competitors = (brain.tone, brain.antagonist) if tone else (brain.antagonist,)
        return DOSSIER_TAU * gaddum(brain.agonist, *competitors)

    def load(brain: Brain) -> Any:
        x = stimulus(brain)
        return x / (1.0 + (x * x) ** 4) ** 0.125

    def drive(brain: Brain) -> Any:
        x = stimulus(brain)
        return x / (1.0 + x)

    return replace(MECHANISMS["mu-agonist"], name=name, drive=drive, load=load, stateful=False)


def followed(simulator: Simulator) -> list[Followed]:
    """Each mechanism's adaptation and withdrawal under every regimen."""
    end = 24 * simulator.protocol.design.period_days
    hours = np.arange(STEP_H, end + 1e-9, STEP_H)
    seen = follow(simulator, hours.tolist(), ("adaptation", "load"), tolerance=1e-6)
    found = []
    for k in range(len(simulator.built.drives.loads)):
        adapted, load = (seen[name][:, :, k] for name in ("adaptation", "load"))
        stop = model.cows(model.withdrawal(adapted, load, 0.0))
        unanswered = load / (1.0 + FULL_BLOCKADE)
        blocked = model.cows(model.withdrawal(adapted, unanswered, FULL_BLOCKADE))
        found.append(Followed(hours, adapted, np.asarray(stop), np.asarray(blocked)))
    return found
