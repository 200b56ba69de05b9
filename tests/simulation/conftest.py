"""One compiled simulator and sixteen of its trials, shared by all tests of this folder."""

from __future__ import annotations

import pytest

from gaddum.pharmacology.mechanisms import get, select
from gaddum.protocol import load
from gaddum.simulation.trials import Simulator

MIXTURES = ("mixture:0", "mixture:1")


@pytest.fixture(scope="session")
def founding():
    """The founding trial under the nine mechanisms and both ends of the mixture."""
    mechanisms = (*select(None), *(get(name) for name in MIXTURES))
    return Simulator(load("ketamine-naltrexone"), mechanisms, seed=2018)


@pytest.fixture(scope="session")
def batch(founding):
    """Sixteen trials of thirty people."""
    (only,) = founding.run(16)
    return only
