"""Condition × time interaction of a crossover with a score before and after each treatment.

The analysis of a pre/post score in two conditions, with a random person: does the change under one
treatment differ from the change under the other?  For complete people it has a closed form, and so
costs no iteration.
"""

from __future__ import annotations

import numpy as np

from gaddum.analysis.arrays import AnyArray, count_people, mean_people, sum_squares
from gaddum.analysis.estimate import Estimate, Outcome, estimate_t
from gaddum.analysis.two_period import largest


def estimate_condition_time(
    reference_before: AnyArray,
    reference_after: AnyArray,
    test_before: AnyArray,
    test_after: AnyArray,
    observed: AnyArray | None = None,
    level: float = 0.95,
) -> Estimate:
    """Change under the test treatment minus change under the reference, and its signed t.

    `statistic` is the signed t and its square the F with 1 numerator degree of freedom.  On a
    scale where a fall is improvement, a positive t says that people improved less under the test
    treatment.

    Args:
        reference_before: Score before the reference treatment, `[trial, person]`.
        reference_after: Score after it.
        test_before: Score before the test treatment.
        test_after: Score after it.
        observed: Which people to use; those without all four scores are left out in any case.
        level: Confidence level, in (0, 1).

    Returns:
        Estimate with 3(n − 1) degrees of freedom, those of the residual mean square.

    Raises:
        GaddumError: GAD-ANA-03 if the level is not between 0 and 1.

    Assumes: the four scores of a person share one random person effect and are otherwise
    independent with one variance.  People are removed as blocks, which is the answer of REML
    wherever its person variance is above 0.  26 complete people give 104 − 26 − 3 = 75; the 2025
    trial prints 74 [jelen2025], one fewer, as with one score missing or one more term fitted.
    """
    cells = [
        np.asarray(cell, dtype=np.float64)
        for cell in (reference_before, reference_after, test_before, test_after)
    ]
    complete = np.logical_and.reduce([np.isfinite(cell) for cell in cells])
    if observed is not None:
        complete = complete & np.asarray(observed, dtype=np.bool_)
    n = count_people(complete)
    person_mean = 0.25 * (cells[0] + cells[1] + cells[2] + cells[3])
    # Removing people as blocks leaves their deviations; removing cell means leaves the residual.
    deviations = [cell - person_mean for cell in cells]
    means = [mean_people(deviation, complete) for deviation in deviations]
    residual = sum(
        (sum_squares(d, m, complete) for d, m in zip(deviations, means, strict=True)),
        start=np.zeros(n.shape),
    )
    effect = (means[3] - means[2]) - (means[1] - means[0])
    outcome = np.full(n.shape, Outcome.ESTIMATED, dtype=np.int64)
    outcome[n < 2] = Outcome.NO_RESIDUAL_DF
    outcome[n < 1] = Outcome.NO_PAIRS
    df = 3 * (n - 1)
    variance = 4.0 * residual / np.maximum(df, 1) / np.maximum(n, 1)
    return estimate_t(effect, variance, df, n, outcome, largest(*cells, mask=complete), level)
