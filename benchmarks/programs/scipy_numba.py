"""SciPy's LSODA with the right-hand side compiled by Numba."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks import knx1
from benchmarks.programs import scipy_lsoda

TITLE = "SciPy odeint (LSODA), Numba"
DISTRIBUTIONS = ("scipy", "numba", "numpy")
PEOPLE = 1_500


def prepare() -> Callable[[knx1.Array, knx1.Array], knx1.Array]:
    """Return the solver."""
    return scipy_lsoda.prepare(compiled=True)
