"""The opioid share φ: its posterior over a grid, from a mixture simulated at each grid value.

The logarithm of the simulated likelihood is smoothed over φ before use, since neighbouring shares
are nearly the same world and differ more by Monte Carlo noise: penalised least squares with a
second-difference penalty (Whittaker 1923; Eilers, Anal Chem 2003;75:3631), each value weighted by
its Monte Carlo precision, the penalty chosen by generalised cross-validation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.analysis.arrays import FloatArray
from gaddum.errors import GaddumError
from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.likelihood import Likelihood, likelihoods
from gaddum.inference.tallies import Statistics

_PENALTIES = np.logspace(-6, 6, 49)


def phi_posterior(
    statistics: Mapping[float, Statistics],
    items: Sequence[EvidenceItem],
    prior: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Posterior density of the opioid share.

    Args:
        statistics: Share in [0, 1] to the tallies of the mixture simulated at it.
        items: The statements to weigh.
        prior: Prior density at each grid value, up to a factor; flat if None.

    Returns:
        `{"grid", "prior", "posterior", "by_evidence": {id: density}, "mean", "p05", "p95"}`;
        densities have area 1 over the grid by the trapezoid rule.

    Raises:
        GaddumError: GAD-INF-06 if the grid has fewer than three values, or one outside [0, 1];
            GAD-INF-01 if the prior is no distribution.
    """
    grid = np.array(sorted(statistics), dtype=np.float64)
    if grid.size < 3 or grid[0] < 0 or grid[-1] > 1:
        raise GaddumError("GAD-INF-06", "The grid of φ is too short or leaves [0, 1].", value=grid.tolist())
    before = np.ones_like(grid) if prior is None else np.asarray(prior, dtype=np.float64)
    if before.shape != grid.shape or not np.all(before >= 0) or not before.sum() > 0:
        raise GaddumError("GAD-INF-01", "The prior of φ is no density.", value=before.tolist())
    rows = [likelihoods(items, statistics[phi]) for phi in sorted(statistics)]
    smooth = {item.id: smooth_log_weight(grid, [row[item.id] for row in rows]) for item in items}
    log = np.sum([*smooth.values(), np.zeros_like(grid)], axis=0)
    after = _density(grid, before * np.exp(log - log.max()))
    lower, upper = (_quantile(grid, after, q) for q in (0.05, 0.95))
    return {
        "grid": grid.tolist(),
        "prior": _density(grid, before).tolist(),
        "posterior": after.tolist(),
        "by_evidence": {
            name: _density(grid, before * np.exp(curve - curve.max())).tolist()
            for name, curve in smooth.items()
        },
        "mean": float(_area(grid, after * grid)),
        "p05": lower,
        "p95": upper,
    }


def smooth_log_weight(grid: FloatArray, row: Sequence[Likelihood]) -> FloatArray:
    """Logarithm of a likelihood over the grid, smoothed."""
    log = np.log([likelihood.weight for likelihood in row])
    precision = 1.0 / np.maximum([likelihood.relative_error for likelihood in row], 1e-6) ** 2
    return smooth(grid, log, precision)


def smooth(grid: FloatArray, values: FloatArray, precision: FloatArray) -> FloatArray:
    """Whittaker smoothing on a grid of any spacing; a straight line is left as it is.

    Args:
        grid: Ascending places, at least three.
        values: What to smooth.
        precision: Inverse variance of each value.
    """
    second = _second_differences(grid)
    weights = np.diag(precision / precision.mean())
    best, found = np.inf, values
    for penalty in _PENALTIES:
        hat = np.linalg.solve(weights + penalty * second.T @ second, weights)
        fitted = hat @ values
        freedom = values.size - float(np.trace(hat))
        misfit = float((values - fitted) @ weights @ (values - fitted))
        score = misfit / max(freedom, 1e-9) ** 2
        if score < best:
            best, found = score, fitted
    return np.asarray(found, dtype=np.float64)


def _second_differences(grid: FloatArray) -> FloatArray:
    """Divided second differences, scaled so that a unit grid gives 1, −2, 1."""
    step = np.diff(grid) / np.mean(np.diff(grid))
    rows = np.zeros((grid.size - 2, grid.size))
    for k in range(grid.size - 2):
        left, right = step[k], step[k + 1]
        rows[k, k : k + 3] = 2.0 * np.array(
            [1 / (left * (left + right)), -1 / (left * right), 1 / (right * (left + right))]
        )
    return rows


def _area(grid: FloatArray, density: FloatArray) -> float:
    return float(np.sum(0.5 * (density[1:] + density[:-1]) * np.diff(grid)))


def _density(grid: FloatArray, weight: FloatArray) -> FloatArray:
    """Weight scaled to area 1."""
    return np.asarray(weight / _area(grid, weight), dtype=np.float64)


def _quantile(grid: FloatArray, density: FloatArray, q: float) -> float:
    """Quantile of a density that is straight between the grid values."""
    fine = np.linspace(grid[0], grid[-1], 20_001)
    height = np.interp(fine, grid, density)
    steps = 0.5 * (height[1:] + height[:-1]) * np.diff(fine)
    cumulative = np.concatenate([[0.0], np.cumsum(steps)])
    return float(np.interp(q * cumulative[-1], cumulative, fine))
