"""Completers: who has been seen under every treatment, and the first so many of them."""

from __future__ import annotations

import numpy as np

from gaddum.analysis.arrays import AnyArray, BoolArray
from gaddum.analysis.observations import Observations


def is_completer(
    observations: Observations, instrument: str, visits: tuple[str, ...], treatments: tuple[str, ...]
) -> BoolArray:
    """Whether each person has a rating at the given visits under all the given treatments.

    Args:
        observations: The trials.
        instrument: The instrument that must have been rated.
        visits: The visits at which.
        treatments: The treatments under which; a person who never had one is no completer.

    Returns:
        `[trial, person]`.
    """
    complete = np.ones(observations.missing.shape[:2], dtype=np.bool_)
    for treatment in treatments:
        period, found = observations.period_of(treatment)
        complete &= found
        for visit in visits:
            complete &= observations.at(instrument, visit, period)[1]
    return complete


def first_completers(complete: AnyArray, n: int) -> tuple[BoolArray, BoolArray]:
    """The first `n` completers of each trial in order of entry.

    Args:
        complete: Who completed, `[trial, person]`, people in order of entry.
        n: How many to take, at least 1.

    Returns:
        Who is among them, `[trial, person]`; and whether the trial had that many, `[trial]`.
    """
    rank = np.cumsum(complete, axis=-1)
    enough = rank[..., -1] >= n if rank.shape[-1] else np.zeros(rank.shape[:-1], dtype=np.bool_)
    return np.asarray(complete & (rank <= n)), np.asarray(enough)
