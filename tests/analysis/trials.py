"""Made-up trials of the founding protocol's shape, with every kind of gap in them."""

from __future__ import annotations

import numpy as np

from gaddum.analysis.observations import Observations

VISITS = ("baseline", "infusion_end", "day_1", "day_3", "day_5", "day_7", "day_14")
TREATMENTS = ("placebo+ketamine", "naltrexone+ketamine")


def made_up(
    trials: int = 40,
    people: int = 30,
    seed: int = 1,
    blocked: float = 0.8,
    gaps: float = 0.03,
    withdrawals: float = 0.1,
    per_month: float = 0.9,
    dissociation: float = 9.0,
) -> Observations:
    """Trials in which ketamine halves the score of most, and blockade takes a share of that away.

    Args:
        trials: Number of trials.
        people: People in each.
        seed: Seed.
        blocked: Share of the fall that naltrexone takes away.
        gaps: Chance that a visit is missed.
        withdrawals: Chance that a person withdraws before the second period.
        per_month: People entering a month.
        dissociation: Mean CADSS at the end of the infusion.
    """
    draw = np.random.default_rng(seed)
    shape = (trials, people, 2, len(VISITS))
    sequence = draw.integers(0, 2, (trials, people))
    treatment = np.stack([sequence, 1 - sequence], axis=-1)
    start = np.rint(draw.normal(22, 3.5, (trials, people, 1, 1))).clip(8, 52)
    fall = draw.beta(2.2, 2.0, shape) * np.where(treatment == 1, 1 - blocked, 1.0)[..., None]
    fall[..., :2] = 0.0
    hamd17 = np.rint(start * (1 - fall)).clip(0, 52)
    noise = draw.normal(0, 2, shape)
    madrs = np.rint(1.3 * hamd17 + noise).clip(0, 60)
    cadss = np.zeros(shape)
    cadss[..., 1] = np.rint(draw.gamma(1.2, dissociation / 1.2, shape[:3])).clip(0, 92)
    missing = (draw.random(shape) < gaps).astype(np.uint8)
    missing[..., 1, :][draw.random((trials, people)) < withdrawals] = 2
    values = {"hamd17": hamd17, "madrs": madrs, "cadss": cadss}
    values["hamd17"][..., 1] = np.nan
    values["madrs"][..., 1] = np.nan
    values = {name: np.where(missing == 0, scores, np.nan) for name, scores in values.items()}
    entered = np.cumsum(draw.exponential(30.4 / per_month, (trials, people)), axis=-1)
    return Observations(
        values=values,
        missing=missing,
        treatment=treatment,
        treatments=TREATMENTS,
        visits=VISITS,
        sequence=sequence,
        entered_day=entered,
        sequences=("AB", "BA"),
        schedule={
            "hamd17": tuple(v for v in VISITS if v != "infusion_end"),
            "madrs": tuple(v for v in VISITS if v != "infusion_end"),
        },
    )
