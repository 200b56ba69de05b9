"""Probability density of a simulated statistic at an observed value, by a Gaussian kernel.

Bandwidth: Silverman, Density Estimation for Statistics and Data Analysis (1986), section 3.4.2.
The kernel runs over the bins of a fine histogram, so memory does not grow with the trials.
"""

from __future__ import annotations

import math

import numpy as np

from gaddum.analysis.arrays import FloatArray
from gaddum.inference.histogram import Histogram


def bandwidth_silverman(histogram: Histogram) -> float:
    """Silverman's bandwidth, 0.9 · min(SD, IQR/1.34) · n^(−1/5); never below two bins."""
    shares, centres = histogram.shares, histogram.centres
    n = max(int(histogram.counts.sum()), 1)
    mean = float(shares @ centres)
    sd = float(np.sqrt(shares @ (centres - mean) ** 2))
    iqr = _quantile(shares, centres, 0.75) - _quantile(shares, centres, 0.25)
    spread = min(sd, iqr / 1.34) if iqr > 0 else sd
    return max(0.9 * spread * math.pow(n, -0.2), 2.0 * histogram.width)


def density_at(histogram: Histogram, value: float) -> tuple[float, float]:
    """Density at a value, and its Monte Carlo standard error.

    The error is that of the mean of independent kernel values, one for each trial, at the given
    bandwidth; undefined values count as trials that did not give this value.
    """
    n = histogram.n
    if n == 0:
        return 0.0, 0.0
    width = bandwidth_silverman(histogram)
    inner = histogram.counts[1:-1]
    kernel = _gauss((value - histogram.centres[1:-1]) / width) / width
    density = float(inner @ kernel) / n
    variance = max(float(inner @ kernel**2) / n - density**2, 0.0)
    return density, float(np.sqrt(variance / n))


def _gauss(z: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi), dtype=np.float64)


def _quantile(shares: FloatArray, centres: FloatArray, q: float) -> float:
    """Quantile of binned values."""
    return float(centres[min(int(np.searchsorted(np.cumsum(shares), q - 1e-12)), centres.size - 1)])
