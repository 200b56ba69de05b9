"""Which mechanisms predict such different results that the trials could tell them apart.

Total variation distance between the results that two mechanisms predict: 0 when they predict the
same, 1 when no result is possible under both.  Who must guess between two equally likely mechanisms
from one published result guesses right with probability (1 + distance) / 2 at best.

A finite run never repeats itself, so that the plain distance of two runs of one mechanism is not 0.
Here the best way to guess is learned on one half of the simulated trials and tried on the other,
which is right at 0 and a little too low elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.analysis.arrays import FloatArray, IntArray
from gaddum.inference.tallies import Statistics

# Below this a best guess between two mechanisms is right at most 11 times in 20.
INDISTINGUISHABLE = 0.10

# The t is told apart in steps of 0.25: fine beside its standard error of 1, coarse enough to count.
_T_FACTOR = 25


def separability(statistics: Mapping[str, Statistics]) -> dict[str, Any]:
    """Distance between every two mechanisms over all the trials that evidence was simulated for.

    The trials are independent, so what they show together has the product of their probabilities.

    Args:
        statistics: Mechanism to its tallies.

    Returns:
        `{"names", "matrix", "mcse"}`.
    """
    names = list(statistics)
    counts = {name: predicted_results(statistics[name]) for name in names}
    matrix = np.zeros((len(names), len(names)))
    mcse = np.zeros_like(matrix)
    for i, first in enumerate(names):
        for j in range(i):
            found = total_variation(counts[first], counts[names[j]])
            matrix[i, j] = matrix[j, i] = found[0]
            mcse[i, j] = mcse[j, i] = found[1]
    return {"names": names, "matrix": matrix.tolist(), "mcse": mcse.tolist()}


def predicted_results(statistics: Statistics) -> list[IntArray]:
    """Trials by the result a reader would see: one row of counts for each simulated study.

    Responders after each treatment, with dissociation alike or not; and the signed t.
    """
    found = []
    if statistics.responders is not None and statistics.responders.complete > 1:
        found.append(statistics.responders.counts.sum(axis=2).ravel())
    if statistics.signed_t is not None and statistics.signed_t.signed_t.counts.sum() > 1:
        counts = statistics.signed_t.signed_t.counts
        inner = counts[1:-1].reshape(-1, _T_FACTOR).sum(axis=1)
        found.append(np.concatenate([counts[:1], inner, counts[-1:]]))
    return found


def total_variation(first: Sequence[IntArray], second: Sequence[IntArray]) -> tuple[float, float]:
    """Distance between two predictions, and its Monte Carlo standard error.

    Args:
        first: For each study, trials by result under one mechanism.
        second: The same under the other; the same studies.
    """
    if not first or len(first) != len(second):
        return 0.0, 0.0
    one, other = ([_halves(counts) for counts in side] for side in (first, second))
    advantages = []
    for learn, test in ((0, 1), (1, 0)):
        ratio = np.zeros(1)
        p, q = np.ones(1), np.ones(1)
        for a, b in zip(one, other, strict=True):
            ratio = np.add.outer(ratio, np.log(_smooth(a[learn]) / _smooth(b[learn]))).ravel()
            p, q = (np.outer(x, y[test] / y[test].sum()).ravel() for x, y in ((p, a), (q, b)))
        # A result as likely under either is settled by a coin, which gains nothing.
        advantages.append(float((p - q) @ np.sign(ratio)) / 2.0)
    distance = min(max(float(np.mean(advantages)), 0.0), 1.0)
    trials = min(int(counts.sum()) for counts in (*first, *second))
    return distance, float(np.sqrt(max(1.0 - distance**2, 0.0) / (2.0 * trials)))


def indistinguishable(found: Mapping[str, Any], threshold: float = INDISTINGUISHABLE) -> list[list[str]]:
    """Groups of mechanisms every two of which lie closer than a distance.

    Built by joining the closest groups first, and only while the farthest members are still close,
    so that a chain of small steps does not make one group of all.
    """
    names, matrix = list(found["names"]), np.asarray(found["matrix"])
    groups = [[k] for k in range(len(names))]
    while len(groups) > 1:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
        spans = [max(matrix[a, b] for a in groups[i] for b in groups[j]) for i, j in pairs]
        best = int(np.argmin(spans))
        if spans[best] >= threshold:
            break
        i, j = pairs[best]
        groups[j] = sorted(groups[j] + groups[i])
        del groups[i]
    return [[names[k] for k in group] for group in groups if len(group) > 1]


def _halves(counts: IntArray) -> tuple[FloatArray, FloatArray]:
    """The trials dealt at random into two halves; the same way for the same counts."""
    deal = np.random.Generator(np.random.Philox(key=1))
    half = deal.multivariate_hypergeometric(counts, int(counts.sum()) // 2, method="marginals")
    return half.astype(np.float64), (counts - half).astype(np.float64)


def _smooth(counts: FloatArray) -> FloatArray:
    """Shares with half a trial added to each result, so that none is impossible."""
    return np.asarray((counts + 0.5) / (counts.sum() + 0.5 * counts.size), dtype=np.float64)
