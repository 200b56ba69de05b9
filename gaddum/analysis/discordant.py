"""McNemar's exact test: of those who responded to one treatment only, to which one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, gammaln

from gaddum.analysis.arrays import AnyArray, FloatArray, IntArray


@dataclass(frozen=True)
class ExactTest:
    """Exact p-values of a batch of trials, `[trial]`.

    Attributes:
        discordant: Number of people who responded to one treatment only.
        p: Two-sided exact p-value; 1 where nobody is discordant.
        p_mid: The same with half the probability of the observed split, less conservative; NaN
            where nobody is discordant, for then there is no split.
    """

    discordant: IntArray
    p: FloatArray
    p_mid: FloatArray


def mcnemar_exact(reference_only: AnyArray, test_only: AnyArray) -> ExactTest:
    """Exact test that discordant people are as likely to favour either treatment.

    Args:
        reference_only: People who responded under the reference treatment only, `[trial]`.
        test_only: People who responded under the test treatment only.

    Assumes: no period effect on the response.
    """
    b = np.asarray(reference_only, dtype=np.int64)
    c = np.asarray(test_only, dtype=np.int64)
    n = b + c
    fewer = np.minimum(b, c).astype(np.float64)
    p = np.minimum(1.0, 2.0 * bdtr(fewer, n, 0.5))
    at_split = np.exp(gammaln(n + 1.0) - gammaln(b + 1.0) - gammaln(c + 1.0) - n * np.log(2.0))
    # An even split is counted in both tails; half of it comes off once, and the mid-p is 1.
    p_mid = np.where(b == c, 1.0, 2.0 * bdtr(fewer, n, 0.5) - at_split)
    p_mid = np.where(n > 0, np.clip(p_mid, 0.0, 1.0), np.nan)
    return ExactTest(discordant=n, p=np.asarray(p), p_mid=p_mid)
