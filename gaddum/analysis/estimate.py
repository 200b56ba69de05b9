"""What an estimator hands back: the estimate with its error, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from scipy.special import stdtr, stdtrit

from gaddum.analysis.arrays import AnyArray, FloatArray, IntArray
from gaddum.errors import GaddumError

# A spread below this share of the largest score is rounding of identical differences.
ROUNDING = 1e-12


class Outcome(IntEnum):
    """How far an estimate could be had from these data, as data: one code for each trial."""

    ESTIMATED = 0
    NO_PAIRS = 1
    ONE_SEQUENCE = 2
    NO_RESIDUAL_DF = 3
    NO_VARIANCE = 4

    @property
    def meaning(self) -> str:
        """What is the matter, in a sentence."""
        return _WORDS[self][0]

    @property
    def remedy(self) -> str:
        """What to do, in a sentence."""
        return _WORDS[self][1]


_WORDS: dict[Outcome, tuple[str, str]] = {
    Outcome.ESTIMATED: ("Estimated.", "Nothing to do."),
    Outcome.NO_PAIRS: (
        "Nobody has been observed under both treatments: there is no difference within a person.",
        "Wait until people have crossed over, or compare the first period as a parallel trial and say so.",
    ),
    Outcome.ONE_SEQUENCE: (
        "Complete people of one sequence only: treatment and period cannot be told apart.",
        "Wait for the other sequence, or give the paired t, which ignores the period, and say so.",
    ),
    Outcome.NO_RESIDUAL_DF: (
        "Too few complete people to estimate an error: the estimate stands alone.",
        "Report the estimate without error, test or interval; wait for more people.",
    ),
    Outcome.NO_VARIANCE: (
        "All differences are identical: the standard error is 0 and no t exists.",
        "Look for copied or constructed data; report the estimate without a test.",
    ),
}


@dataclass(frozen=True)
class Estimate:
    """Estimates of a batch of trials; every array is `[trial]`.

    Attributes:
        estimate: The effect, in the units of the score.
        se: Its standard error.
        df: Degrees of freedom of the t.
        statistic: Signed t.
        p: Two-sided p-value.
        lower: Lower confidence limit.
        upper: Upper confidence limit.
        n: Number of complete people it rests on.
        outcome: An `Outcome` for each trial; NaN stands in a field only where this says why.
        level: Confidence level of the limits.
    """

    estimate: FloatArray
    se: FloatArray
    df: FloatArray
    statistic: FloatArray
    p: FloatArray
    lower: FloatArray
    upper: FloatArray
    n: IntArray
    outcome: IntArray
    level: float

    def words(self, trial: int = 0) -> str:
        """One trial's estimate, or why there is none, in a sentence."""
        outcome = Outcome(int(self.outcome[trial]))
        if outcome is Outcome.ESTIMATED:
            return (
                f"{self.estimate[trial]:.4g} ({self.level:.0%} CI {self.lower[trial]:.4g} to "
                f"{self.upper[trial]:.4g}), t({self.df[trial]:.0f}) = {self.statistic[trial]:.3g}, "
                f"p = {self.p[trial]:.3g}, n = {self.n[trial]}"
            )
        found = f"{self.estimate[trial]:.4g}. " if np.isfinite(self.estimate[trial]) else ""
        return f"{found}{outcome.meaning} {outcome.remedy}"


def estimate_t(
    estimate: FloatArray,
    variance: FloatArray,
    df: AnyArray,
    n: IntArray,
    outcome: AnyArray,
    scale: FloatArray,
    level: float,
) -> Estimate:
    """Student's t, its p-value and interval, from an estimate and the variance of it.

    Args:
        estimate: The effect, `[trial]`; NaN where `outcome` allows none.
        variance: Its estimated variance.
        df: Degrees of freedom.
        n: Number of complete people.
        outcome: `Outcome` found so far; only trials still ESTIMATED get a test.
        scale: Largest absolute score, against which a variance counts as rounding.
        level: Confidence level, in (0, 1).

    Raises:
        GaddumError: GAD-ANA-03 if the level is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise GaddumError(
            "GAD-ANA-03", "The confidence level is no probability.", value=level, expected="0 < level < 1"
        )
    df = np.asarray(df, dtype=np.float64)
    outcome = np.array(outcome, dtype=np.int64)
    fine = outcome == Outcome.ESTIMATED
    flat = fine & (np.sqrt(np.where(fine, variance, 1.0)) <= ROUNDING * np.where(fine, scale, 0.0))
    outcome[flat] = Outcome.NO_VARIANCE
    fine &= ~flat
    se = np.where(fine, np.sqrt(np.where(fine, variance, 1.0)), np.where(flat, 0.0, np.nan))
    statistic = np.where(fine, estimate / np.where(fine, se, 1.0), np.nan)
    p = np.where(fine, 2.0 * stdtr(np.where(fine, df, 1.0), -np.abs(np.where(fine, statistic, 0.0))), np.nan)
    half = _quantile(np.where(fine, df, 1.0), level) * se
    half = np.where(fine, half, np.nan)
    return Estimate(
        estimate=np.asarray(estimate, dtype=np.float64),
        se=se,
        df=np.where(fine | flat, df, np.nan),
        statistic=statistic,
        p=np.minimum(p, 1.0),
        lower=estimate - half,
        upper=estimate + half,
        n=np.asarray(n, dtype=np.int64),
        outcome=outcome,
        level=level,
    )


def _quantile(df: FloatArray, level: float) -> FloatArray:
    """Two-sided t quantile; inverted once for each distinct df, for the inversion is slow."""
    distinct, where = np.unique(df, return_inverse=True)
    return np.asarray(stdtrit(distinct, 0.5 + level / 2.0)[where.reshape(df.shape)], dtype=np.float64)
