"""How a whole number spreads over trials: mean with its Monte Carlo error, and centiles."""

from __future__ import annotations

import numpy as np

from gaddum.analysis.arrays import AnyArray, IntArray


def count_spread(number: AnyArray, largest: int) -> IntArray:
    """Trials with 0, 1, 2, … up to the largest number, from the number of each trial."""
    return np.bincount(np.asarray(number), minlength=largest + 1).astype(np.int64)


def summarise_spread(spread: IntArray) -> dict[str, float]:
    """Mean, its Monte Carlo standard error, and the 5th and 95th centile.

    Args:
        spread: Trials with 0, 1, 2, … of something; no trials at all give NaN.
    """
    trials = int(spread.sum())
    if not trials:
        return dict.fromkeys(("mean", "mcse", "p05", "p95"), float("nan"))
    numbers = np.arange(spread.size)
    mean = float(spread @ numbers) / trials
    variance = float(spread @ (numbers - mean) ** 2) / trials
    share = np.cumsum(spread) / trials
    low, high = (int(np.searchsorted(share, q - 1e-12)) for q in (0.05, 0.95))
    return {"mean": mean, "mcse": float(np.sqrt(variance / trials)), "p05": low, "p95": high}
