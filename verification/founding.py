"""The founding trial and its successor, simulated once for all checks that need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from gaddum import protocol
from gaddum.pharmacology.mechanisms import MECHANISMS, Mechanism, get
from gaddum.protocol import Protocol
from gaddum.simulation.trials import Batch, Simulator

NAMES = tuple(MECHANISMS)
PLACEBO, NALTREXONE = "placebo+ketamine", "naltrexone+ketamine"
SEED = 2018
TRIALS = 2500


def variants() -> tuple[Mechanism, ...]:
    """The bundled mechanisms, a strong nocebo, and mixtures of fixed opioid share."""
    strong = replace(MECHANISMS["nocebo"], name="nocebo:0.25", nocebo=0.25)
    return (*MECHANISMS.values(), strong, *(get(f"mixture:{share}") for share in (0.3, 0.5, 0.7)))


@dataclass(frozen=True)
class Simulated:
    """A protocol's simulated trials.

    Attributes:
        protocol: The protocol.
        simulator: What made them.
        batch: All trials.
    """

    protocol: Protocol
    simulator: Simulator
    batch: Batch


def run(made: Simulator, trials: int) -> Batch:
    """All trials as one batch."""
    return join(list(made.run(trials)))


def join(batches: Sequence[Batch]) -> Batch:
    """Consecutive batches as one."""
    first = batches[0]
    return Batch(
        first.first,
        {
            m: {k: np.concatenate([b.scores[m][k] for b in batches]) for k in own}
            for m, own in first.scores.items()
        },
        {m: np.concatenate([b.missing[m] for b in batches]) for m in first.missing},
        np.concatenate([b.sequence for b in batches]),
        np.concatenate([b.entered_day for b in batches]),
        np.concatenate([b.phi for b in batches]),
    )


@lru_cache(maxsize=1)
def founding() -> Simulated:
    """`TRIALS` founding trials of 30 people under every mechanism of `variants`."""
    document = protocol.load("ketamine-naltrexone")
    simulator = Simulator(document, variants(), seed=SEED)
    return Simulated(document, simulator, run(simulator, TRIALS))


@lru_cache(maxsize=1)
def successor() -> Simulated:
    """As many trials of 26 people after the 2025 protocol, under the bundled mechanisms."""
    document = protocol.load("ketamine-naltrexone-2025")
    simulator = Simulator(document, tuple(MECHANISMS.values()), seed=SEED + 7)
    return Simulated(document, simulator, run(simulator, TRIALS))


def by_treatment(made: Simulated, mechanism: str, instrument: str, visit: str) -> dict[str, np.ndarray]:
    """Scores at a visit by treatment, [trial, person], whether or not the visit was missed."""
    whole = made.batch.scores[mechanism][instrument][..., list(made.protocol.visits).index(visit)]
    given = made.simulator.plan.sequences[made.batch.sequence]
    return {
        name: np.take_along_axis(whole, (given == k).argmax(-1)[..., None], axis=-1)[..., 0].astype(float)
        for k, name in enumerate(made.protocol.treatments)
    }


def first_given(made: Simulated, treatment: str) -> np.ndarray:
    """Who got a treatment in the first period, [trial, person]."""
    given = made.simulator.plan.sequences[made.batch.sequence]
    return np.asarray(given[..., 0] == list(made.protocol.treatments).index(treatment))


def mean_error(values: np.ndarray) -> tuple[float, float]:
    """Mean and its Monte Carlo standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size))


def rate_error(p: float, n: int) -> float:
    """Monte Carlo standard error of a share of n."""
    return float(np.sqrt(max(p * (1.0 - p), 0.25 / n) / n))
