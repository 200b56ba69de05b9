"""Array types of the analysis room, and the one sum over people that every estimator uses."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]
AnyArray: TypeAlias = NDArray[Any]


def sum_people(values: AnyArray) -> FloatArray:
    """Sum over the last axis (people), the same to the last bit whatever the number of trials.

    The copy to rows that lie together in memory matters: NumPy chooses its order of addition by
    memory layout, so a transposed view would give a batch of one another rounding than a batch
    of many.
    """
    rows = np.ascontiguousarray(values, dtype=np.float64)
    return np.asarray(np.add.reduce(rows, axis=-1), dtype=np.float64)


def count_people(mask: AnyArray) -> IntArray:
    """Number of people (last axis) for whom the mask is true."""
    return np.asarray(np.count_nonzero(mask, axis=-1), dtype=np.int64)


def masked(values: AnyArray, mask: AnyArray) -> FloatArray:
    """Values in double precision, 0 where the mask is false (and so never NaN in a sum)."""
    return np.asarray(np.where(mask, values, 0.0), dtype=np.float64)


def mean_people(values: AnyArray, mask: AnyArray) -> FloatArray:
    """Mean over the people for whom the mask is true; NaN where there are none."""
    n = count_people(mask)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(n > 0, sum_people(masked(values, mask)) / n, np.nan), dtype=np.float64)


def sum_squares(values: AnyArray, mean: FloatArray, mask: AnyArray) -> FloatArray:
    """Sum of squared deviations from a per-trial mean, over the people of the mask."""
    with np.errstate(invalid="ignore"):
        return sum_people(masked((values - mean[..., None]) ** 2, mask))
