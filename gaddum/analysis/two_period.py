"""The two-treatment, two-period crossover: paired t, and the period-adjusted t of the differences.

Source: the classical analysis of an AB/BA trial on complete pairs (Senn, Cross-over Trials in
Clinical Research, 2nd ed., chapter 3, who calls the period-adjusted analysis CROS).  Both are exact
under normal differences, however few the people.
"""

from __future__ import annotations

import numpy as np

from gaddum.analysis.arrays import AnyArray, FloatArray, count_people, masked, mean_people, sum_squares
from gaddum.analysis.estimate import Estimate, Outcome, estimate_t


def estimate_paired(
    reference: AnyArray, test: AnyArray, observed: AnyArray | None = None, level: float = 0.95
) -> Estimate:
    """Mean difference within people, test minus reference; the period is ignored.

    Args:
        reference: Score under the reference treatment, `[trial, person]`.
        test: Score under the test treatment.
        observed: Which people to use; those without both scores are left out in any case.
        level: Confidence level, in (0, 1).

    Returns:
        Estimate with n − 1 degrees of freedom.

    Raises:
        GaddumError: GAD-ANA-03 if the level is not between 0 and 1.

    Assumes: differences normal, no period effect, or sequences of equal size.
    """
    pairs = _pairs(reference, test, observed)
    difference = np.subtract(test, reference, dtype=np.float64)
    n = count_people(pairs)
    mean = mean_people(difference, pairs)
    outcome = np.full(n.shape, Outcome.ESTIMATED, dtype=np.int64)
    outcome[n < 2] = Outcome.NO_RESIDUAL_DF
    outcome[n < 1] = Outcome.NO_PAIRS
    variance = sum_squares(difference, mean, pairs) / np.maximum(n - 1, 1) / np.maximum(n, 1)
    return estimate_t(mean, variance, n - 1, n, outcome, largest(reference, test, mask=pairs), level)


def estimate_cros(
    reference: AnyArray,
    test: AnyArray,
    reference_first: AnyArray,
    observed: AnyArray | None = None,
    level: float = 0.95,
) -> Estimate:
    """Treatment effect of an AB/BA crossover adjusted for the period, test minus reference.

    The mean difference of each sequence, averaged with equal weight: a period effect enters the
    two with opposite sign and cancels, however unequal the sequences.

    Args:
        reference: Score under the reference treatment, `[trial, person]`.
        test: Score under the test treatment.
        reference_first: Whether the person had the reference treatment first.
        observed: Which people to use; those without both scores are left out in any case.
        level: Confidence level, in (0, 1).

    Returns:
        Estimate with n − 2 degrees of freedom.

    Raises:
        GaddumError: GAD-ANA-03 if the level is not between 0 and 1.

    Assumes: differences normal with one variance in both sequences, no carryover.
    """
    pairs = _pairs(reference, test, observed)
    difference = np.subtract(test, reference, dtype=np.float64)
    first = np.asarray(reference_first, dtype=np.bool_)
    groups = (pairs & first, pairs & ~first)
    n1, n2 = (count_people(group) for group in groups)
    means = [mean_people(difference, group) for group in groups]
    n = n1 + n2
    outcome = np.full(n.shape, Outcome.ESTIMATED, dtype=np.int64)
    outcome[n < 3] = Outcome.NO_RESIDUAL_DF
    outcome[(n1 == 0) | (n2 == 0)] = Outcome.ONE_SEQUENCE
    outcome[n == 0] = Outcome.NO_PAIRS
    within = sum(
        (sum_squares(difference, mean, group) for mean, group in zip(means, groups, strict=True)),
        start=np.zeros(n.shape),
    )
    spread = within / np.maximum(n - 2, 1)
    variance = 0.25 * spread * (1.0 / np.maximum(n1, 1) + 1.0 / np.maximum(n2, 1))
    effect = 0.5 * (means[0] + means[1])
    return estimate_t(effect, variance, n - 2, n, outcome, largest(reference, test, mask=pairs), level)


def largest(*scores: AnyArray, mask: AnyArray) -> FloatArray:
    """Largest absolute score of each trial, the yardstick for what is only rounding."""
    peaks = [np.max(np.abs(masked(score, mask)), axis=-1, initial=0.0) for score in scores]
    return np.asarray(np.maximum.reduce(peaks), dtype=np.float64)


def _pairs(reference: AnyArray, test: AnyArray, observed: AnyArray | None) -> AnyArray:
    """People with a score under both treatments."""
    both = np.isfinite(reference) & np.isfinite(test)
    return both if observed is None else both & np.asarray(observed, dtype=np.bool_)
