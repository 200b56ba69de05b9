"""Crossovers drawn from a textbook and from the simulator, and what three estimators make of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gaddum.analysis.condition_time import estimate_condition_time
from gaddum.analysis.estimate import Estimate, Outcome
from gaddum.analysis.two_period import estimate_cros, estimate_paired
from verification.drawing import BLUE, GREEN, ORANGE
from verification.founding import NALTREXONE, PLACEBO, TRIALS, by_treatment, rate_error, successor

DATA_SETS = 40_000

PEOPLE = (6, 12, 14, 26, 30)

MISSING = (0.0, 0.10, 0.35)

LEVEL = 0.95

SD_PERSON, SD_WITHIN = 1.0, 1.0

PERIOD_EFFECT, EFFECT = 0.5, 0.8

NAMES = {"paired t": BLUE, "CROS": ORANGE, "condition × time": GREEN}

EXACT = {"no period effect": tuple(NAMES), "period effect": ("CROS",)}
"""Where theory says that the nominal rate holds."""


@dataclass(frozen=True)
class Cell:
    """One estimator in one setting.

    Attributes:
        scenario, estimator, n, missing: The setting.
        type_one: Share of p below 0.05 where there is no effect.
        coverage: Share of 95 % intervals that hold the true effect.
        judged: Data sets in which the estimator exists.
        bias: Mean estimate less the true effect, in Monte Carlo errors.
    """

    scenario: str
    estimator: str
    n: int
    missing: float
    type_one: float
    coverage: float
    judged: int
    bias: float

    @property
    def mcse(self) -> float:
        """Monte Carlo error of the nominal rate on so many data sets."""
        return rate_error(1 - LEVEL, self.judged)


def cells_of(scenario: str, n: int, missing: float, rng: np.random.Generator) -> list[Cell]:
    """All three estimators on the same data sets."""
    period = PERIOD_EFFECT if scenario == "period effect" else 0.0
    first = np.tile(np.arange(n) % 2 == 0, (DATA_SETS, 1))
    person = SD_PERSON * rng.standard_normal((DATA_SETS, n))
    noise = SD_WITHIN * rng.standard_normal((4, DATA_SETS, n))
    late = np.where(first, 0.0, period), np.where(first, period, 0.0)
    lost = rng.random((2, DATA_SETS, n)) < missing
    observed = ~(lost[0] | lost[1])
    # before and after the reference, before and after the test treatment
    before = [person + late[k] + noise[2 * k] for k in range(2)]
    after = [person + late[k] + noise[2 * k + 1] for k in range(2)]
    estimators: dict[str, Callable[[float], Estimate]] = {
        "paired t": lambda effect: estimate_paired(after[0], after[1] + effect, observed, LEVEL),
        "CROS": lambda effect: estimate_cros(after[0], after[1] + effect, first, observed, LEVEL),
        "condition × time": lambda effect: estimate_condition_time(
            before[0], after[0], before[1], after[1] + effect, observed, LEVEL
        ),
    }
    found = []
    for name, estimate in estimators.items():
        none, some = estimate(0.0), estimate(EFFECT)
        fine = none.outcome == Outcome.ESTIMATED
        held = (some.lower <= EFFECT) & (some.upper >= EFFECT)
        gaps = none.estimate[fine]
        found.append(
            Cell(
                scenario,
                name,
                n,
                missing,
                float((none.p[fine] < 0.05).mean()),
                float(held[fine].mean()),
                int(fine.sum()),
                float(gaps.mean() / (gaps.std() / np.sqrt(gaps.size))),
            )
        )
    return found


def null_trials(mechanism: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Type I error on the 26-person trial's simulated MADRS, where naltrexone changes nothing."""
    made = successor()
    before, after = (by_treatment(made, mechanism, "madrs", visit) for visit in ("baseline", "day_1"))
    first = made.batch.sequence == list(made.protocol.design.sequences).index("AB")
    change = {t: after[t] - before[t] for t in (PLACEBO, NALTREXONE)}
    estimates = {
        "paired t": estimate_paired(change[PLACEBO], change[NALTREXONE]),
        "CROS": estimate_cros(change[PLACEBO], change[NALTREXONE], first),
        "condition × time": estimate_condition_time(
            before[PLACEBO], after[PLACEBO], before[NALTREXONE], after[NALTREXONE]
        ),
    }
    n = first.shape[1]
    rates = {name: float((found.p < 0.05).mean()) for name, found in estimates.items()}
    return {(name, n): (rate, rate_error(rate, TRIALS)) for name, rate in rates.items()}
