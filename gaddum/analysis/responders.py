"""Responders: who improved by the protocol's criterion, counted singly and as pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gaddum.analysis.arrays import AnyArray, BoolArray, FloatArray, IntArray, count_people

# A fall counts as reached if it misses by no more than the rounding of decimal fractions.
_SLACK = 1e-9


@dataclass(frozen=True)
class ResponderCount:
    """Responders of a batch of trials.

    Attributes:
        responders: How many responded, `[trial]`.
        out_of: How many could be judged.
    """

    responders: IntArray
    out_of: IntArray

    @property
    def proportion(self) -> FloatArray:
        """Share that responded; NaN where nobody could be judged."""
        return np.where(self.out_of > 0, self.responders / np.maximum(self.out_of, 1), np.nan)


@dataclass(frozen=True)
class PairedTable:
    """Each person's two answers; every array is `[trial]`.

    Attributes:
        both: Responded under both treatments.
        reference_only: Under the reference treatment only.
        test_only: Under the test treatment only.
        neither: Under neither.
    """

    both: IntArray
    reference_only: IntArray
    test_only: IntArray
    neither: IntArray


def is_responder(baseline: AnyArray, score: AnyArray, fall: float = 0.5) -> tuple[BoolArray, BoolArray]:
    """Whether a score fell from its baseline by at least a fraction.

    Args:
        baseline: Score before treatment; a baseline of 0 or less cannot fall and is not judged.
        score: Score after treatment.
        fall: Fraction of the baseline, in (0, 1]; 0.5 is the usual half.

    Returns:
        Responder or not, and whether it could be judged.
    """
    with np.errstate(invalid="ignore"):
        judged = np.isfinite(baseline) & np.isfinite(score) & (np.asarray(baseline) > 0)
        fell = np.subtract(baseline, score, dtype=np.float64) >= fall * np.asarray(baseline) - _SLACK
    return np.asarray(fell & judged), np.asarray(judged)


def is_remitted(score: AnyArray, at_most: float) -> tuple[BoolArray, BoolArray]:
    """Whether a score is at most the limit of remission, and whether it could be judged."""
    judged = np.isfinite(score)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.asarray(score) <= at_most) & judged), np.asarray(judged)


def count_responders(
    baseline: AnyArray, score: AnyArray, fall: float = 0.5, observed: AnyArray | None = None
) -> ResponderCount:
    """Number of responders in each trial.

    Args:
        baseline: Score before treatment, `[trial, person]`.
        score: Score after treatment.
        fall: Fraction of the baseline, in (0, 1].
        observed: Which people to use.
    """
    responder, judged = is_responder(baseline, score, fall)
    if observed is not None:
        judged = judged & np.asarray(observed, dtype=np.bool_)
    return ResponderCount(count_people(responder & judged), count_people(judged))


def paired_table(reference: AnyArray, test: AnyArray, observed: AnyArray) -> PairedTable:
    """2 × 2 table of responses within people.

    Args:
        reference: Whether each person responded under the reference treatment, `[trial, person]`.
        test: The same under the test treatment.
        observed: Who was judged under both.
    """
    a, b, seen = (np.asarray(x, dtype=np.bool_) for x in (reference, test, observed))
    return PairedTable(
        both=count_people(a & b & seen),
        reference_only=count_people(a & ~b & seen),
        test_only=count_people(~a & b & seen),
        neither=count_people(~a & ~b & seen),
    )
