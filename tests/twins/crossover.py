"""The crossover estimators person by person, in plain Python: one trial at a time, no arrays.

Condition × time is fitted here as a linear model with a column for each person, by least squares,
which is another route than the closed form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.stats import t as student

Pair = tuple[float, float]


def paired_t(pairs: Sequence[Pair]) -> dict[str, float]:
    differences = [test - reference for reference, test in pairs]
    n = len(differences)
    mean = sum(differences) / n
    variance = sum((d - mean) ** 2 for d in differences) / (n - 1)
    return with_t(mean, math.sqrt(variance / n), n - 1)


def cros_t(reference_first: Sequence[Pair], test_first: Sequence[Pair]) -> dict[str, float]:
    """Through period differences: second period minus first, halved, compared between sequences."""
    up = [(test - reference) / 2 for reference, test in reference_first]
    down = [(reference - test) / 2 for reference, test in test_first]
    means = [sum(group) / len(group) for group in (up, down)]
    squares = sum((x - m) ** 2 for group, m in zip((up, down), means, strict=True) for x in group)
    df = len(up) + len(down) - 2
    se = math.sqrt(squares / df * (1 / len(up) + 1 / len(down)))
    return with_t(means[0] - means[1], se, df)


def condition_time_t(people: Sequence[tuple[float, float, float, float]]) -> dict[str, float]:
    """Least squares of score on person, condition, time and their product."""
    rows, scores = [], []
    for i, person in enumerate(people):
        for k, score in enumerate(person):
            condition, time = divmod(k, 2)
            indicator = [1.0 if j == i else 0.0 for j in range(len(people))]
            rows.append([*indicator, float(condition), float(time), float(condition * time)])
            scores.append(score)
    x, y = np.array(rows), np.array(scores)
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residual = y - x @ coefficients
    df = len(y) - x.shape[1]
    mean_square = float(residual @ residual) / df
    return with_t(float(coefficients[-1]), math.sqrt(mean_square * float(inverse[-1, -1])), df)


def with_t(estimate: float, se: float, df: int) -> dict[str, float]:
    statistic = estimate / se
    half = float(student.ppf(0.975, df)) * se
    return {
        "estimate": estimate,
        "se": se,
        "df": df,
        "statistic": statistic,
        "p": 2 * float(student.sf(abs(statistic), df)),
        "lower": estimate - half,
        "upper": estimate + half,
    }


def mcnemar(b: int, c: int) -> float:
    """Exact two-sided p by adding up the probabilities of all splits no likelier than the observed."""
    n = b + c
    chances = [Fraction(math.comb(n, k), 2**n) for k in range(n + 1)]
    return float(sum(p for p in chances if p <= chances[b]))


def first_completers(complete: Sequence[bool], n: int) -> list[bool]:
    chosen, left = [], n
    for done in complete:
        chosen.append(bool(done) and left > 0)
        left -= bool(done)
    return chosen
