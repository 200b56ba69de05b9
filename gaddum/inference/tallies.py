"""What is kept of simulated trials under one mechanism: counts, of the same size for any number.

Tallies of blocks add up (`a + b`); they are whole numbers, so the sum is the same in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from gaddum.analysis.arrays import FloatArray, IntArray
from gaddum.analysis.spread import summarise_spread
from gaddum.errors import GaddumError
from gaddum.inference.histogram import Histogram


@dataclass(frozen=True)
class ResponderTally:
    """The two-treatment responder table among the first completers, with dissociation.

    All published quantities of the trial are counted jointly, for they are results of the same
    people and need not be independent.

    Attributes:
        trials: Trials simulated.
        counts: Trials by `[responders after reference, after test, after both, dissociation alike]`,
            `[n + 1, n + 1, n + 1, 2]`; trials with fewer than n completers are in `trials` alone.
    """

    trials: int
    counts: IntArray

    def __add__(self, other: ResponderTally) -> ResponderTally:
        if self.counts.shape != other.counts.shape:
            raise GaddumError("GAD-INF-04", "These responder tables are of different numbers of completers.")
        return ResponderTally(self.trials + other.trials, self.counts + other.counts)

    @property
    def completers(self) -> int:
        """Number of completers in each table."""
        return int(self.counts.shape[0]) - 1

    @property
    def complete(self) -> int:
        """Trials that had enough completers."""
        return int(self.counts.sum())

    @property
    def reference(self) -> IntArray:
        """Trials by number of responders after the reference treatment, `[n + 1]`."""
        return np.asarray(self.counts.sum(axis=(1, 2, 3)))

    @property
    def test(self) -> IntArray:
        """Trials by number of responders after the test treatment, `[n + 1]`."""
        return np.asarray(self.counts.sum(axis=(0, 2, 3)))

    @property
    def table(self) -> IntArray:
        """Trials by responders after reference and after test, `[n + 1, n + 1]`."""
        return np.asarray(self.counts.sum(axis=(2, 3)))

    @property
    def visible(self) -> FloatArray:
        """Shares of trials by reference, test and alike: what a reader of the paper would see."""
        return np.asarray(self.counts.sum(axis=2) / max(self.complete, 1), dtype=np.float64)

    def numbers(self, reference: str, test: str) -> dict[str, dict[str, Any]]:
        """Responders under each treatment: mean, mcse, p05, p95, and `histogram` over 0 … n."""
        return {
            treatment: {**summarise_spread(spread), "histogram": spread.tolist()}
            for treatment, spread in ((reference, self.reference), (test, self.test))
        }


@dataclass(frozen=True)
class SignedTTally:
    """The condition × time t of a pre/post crossover, and the share of the effect removed.

    Attributes:
        trials: Trials simulated.
        signed_t: Histogram of the t; positive where people improved less under the test treatment.
        removed: Histogram of 1 − mean change under test / mean change under reference.
        completers: Histogram of the number of complete people the t rests on, `[n + 1]`.
    """

    trials: int
    signed_t: Histogram
    removed: Histogram
    completers: IntArray

    def __add__(self, other: SignedTTally) -> SignedTTally:
        if self.completers.shape != other.completers.shape:
            raise GaddumError("GAD-INF-04", "These t statistics are of different numbers of completers.")
        return SignedTTally(
            self.trials + other.trials,
            self.signed_t + other.signed_t,
            self.removed + other.removed,
            self.completers + other.completers,
        )


@dataclass(frozen=True)
class ArmsTally:
    """Parallel arms: in how many trials did every arm pass the share that was published?

    Attributes:
        trials: Trials simulated.
        all_above: Trials in which the share of remitted people is above the limit in every arm.
        shares: Arm to the histogram of its share remitted.
    """

    trials: int
    all_above: int
    shares: dict[str, Histogram]

    def __add__(self, other: ArmsTally) -> ArmsTally:
        if self.shares.keys() != other.shares.keys():
            raise GaddumError("GAD-INF-04", "These tallies are of different arms.")
        return ArmsTally(
            self.trials + other.trials,
            self.all_above + other.all_above,
            {arm: shares + other.shares[arm] for arm, shares in self.shares.items()},
        )


_Tally = TypeVar("_Tally", ResponderTally, SignedTTally, ArmsTally)


@dataclass(frozen=True)
class Statistics:
    """Everything `weigh` needs to know of one mechanism; what was not simulated is None.

    Attributes:
        responders: From the founding trial's protocol.
        signed_t: From its 26-person successor's.
        arms: From the alcohol-use trial's.
    """

    responders: ResponderTally | None = None
    signed_t: SignedTTally | None = None
    arms: ArmsTally | None = None

    def __add__(self, other: Statistics) -> Statistics:
        return Statistics(
            _add(self.responders, other.responders),
            _add(self.signed_t, other.signed_t),
            _add(self.arms, other.arms),
        )


def _add(a: _Tally | None, b: _Tally | None) -> _Tally | None:
    """The sum, or the one that is there."""
    if a is None or b is None:
        return b if a is None else a
    return a + b
