"""A histogram of fixed edges that blocks of trials add to: bounded memory, exact sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gaddum.analysis.arrays import AnyArray, FloatArray, IntArray
from gaddum.errors import GaddumError


@dataclass(frozen=True)
class Histogram:
    """Counts in bins of equal width.

    Attributes:
        low: Lower edge.
        high: Upper edge.
        counts: `[bins + 2]`: below `low`, the bins, at or above `high`.
        undefined: Values that could not be computed.
    """

    low: float
    high: float
    counts: IntArray
    undefined: int = 0

    @classmethod
    def of(cls, values: AnyArray, low: float, high: float, bins: int) -> Histogram:
        """Histogram of values; NaN counts as undefined."""
        values = np.asarray(values, dtype=np.float64).ravel()
        fine = values[~np.isnan(values)]
        place = np.clip(np.floor((fine - low) * (bins / (high - low))), -1, bins) + 1
        counts = np.bincount(place.astype(np.int64), minlength=bins + 2).astype(np.int64)
        return cls(low, high, counts, int(values.size - fine.size))

    def __add__(self, other: Histogram) -> Histogram:
        if (self.low, self.high, self.counts.size) != (other.low, other.high, other.counts.size):
            raise GaddumError("GAD-INF-04", "These histograms have different bins.")
        return Histogram(self.low, self.high, self.counts + other.counts, self.undefined + other.undefined)

    @property
    def n(self) -> int:
        """Number of values, those undefined included."""
        return int(self.counts.sum()) + self.undefined

    @property
    def width(self) -> float:
        """Width of a bin."""
        return (self.high - self.low) / (self.counts.size - 2)

    @property
    def centres(self) -> FloatArray:
        """Middle of each bin; the outer two stand at the edges."""
        bins = self.counts.size - 2
        middle = self.low + self.width * (np.arange(bins) + 0.5)
        return np.concatenate([[self.low], middle, [self.high]])

    @property
    def shares(self) -> FloatArray:
        """Counts as shares of the defined values."""
        return np.asarray(self.counts / max(int(self.counts.sum()), 1), dtype=np.float64)

    def coarse(self, factor: int) -> FloatArray:
        """Shares in bins `factor` times as wide, the outer two kept apart."""
        inner = self.shares[1:-1].reshape(-1, factor).sum(axis=1)
        return np.concatenate([self.shares[:1], inner, self.shares[-1:]])
