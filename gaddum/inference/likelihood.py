"""How probable each published statement is under a mechanism, with its Monte Carlo error.

Statements about one trial are taken in order, each *given* those before it, so that their product
is the probability of all of them together, however they depend on each other.

An event that no simulated trial shows has the value 0 and an upper bound; in the odds every share
k/N enters as (k + ½)/(N + 1), and every density with half a trial spread evenly over the range, so
that no mechanism is ruled out by a finite simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gaddum.analysis.arrays import BoolArray
from gaddum.errors import GaddumError
from gaddum.inference.density import density_at
from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.tallies import ArmsTally, ResponderTally, SignedTTally, Statistics

# Two-sided limits of a rate seen in none of N trials: 1 − 0.05^(1/N).
_UPPER = 0.05


@dataclass(frozen=True)
class Likelihood:
    """Probability, or probability density, of a statement under a mechanism.

    Attributes:
        value: Share of the simulated trials, or density.
        mcse: Monte Carlo standard error of it.
        weight: What enters the odds: the value with half a pseudo-trial added.
        relative_error: Monte Carlo standard error of the logarithm of `weight`.
        events: Trials that show it; None for a density.
        trials: Trials it is judged on, those that fit the statements before it.
        upper: 95 % upper bound where no trial shows it; None elsewhere.
    """

    value: float
    mcse: float
    weight: float
    relative_error: float
    events: int | None
    trials: int
    upper: float | None = None


def share(events: int, trials: int) -> Likelihood:
    """Likelihood of an event seen in some of the trials."""
    weight = (events + 0.5) / (trials + 1.0)
    value = events / trials if trials else float("nan")
    # Where all or no trials show it, the plain error would be 0, which no one should believe.
    middle = weight if events in (0, trials) else value
    mcse = float(np.sqrt(middle * (1.0 - middle) / max(trials, 1)))
    upper = 1.0 - _UPPER ** (1.0 / trials) if trials and events == 0 else None
    error = float(np.sqrt((1.0 - weight) / ((trials + 1.0) * weight)))
    return Likelihood(value, mcse, weight, error, events, trials, upper)


def likelihoods(items: Sequence[EvidenceItem], statistics: Statistics) -> dict[str, Likelihood]:
    """Likelihood of each statement under one mechanism, each given those before it.

    Args:
        items: The statements to weigh, in order; all must be `can_judge`.
        statistics: The mechanism's tallies.

    Returns:
        Statement id to its likelihood.
    """
    found: dict[str, Likelihood] = {}
    fits: BoolArray | None = None
    for item in items:
        if item.kind in ("responder_table", "dissociation_alike"):
            tally = _responders(statistics)
            cells = _cells(item, tally)
            before = tally.counts if fits is None else tally.counts[fits]
            fits = cells if fits is None else fits & cells
            found[item.id] = share(int(tally.counts[fits].sum()), int(before.sum()))
        elif item.kind == "signed_t":
            found[item.id] = _density(item, _signed_t(statistics))
        else:
            arms = _arms(statistics)
            found[item.id] = share(arms.all_above, arms.trials)
    return found


def can_judge(item: EvidenceItem, statistics: Statistics) -> str:
    """Why a mechanism's tallies cannot judge a statement; "" if they can."""
    if item.kind in ("responder_table", "dissociation_alike"):
        if statistics.responders is None:
            return f"protocol {item.protocol} was not simulated"
        if statistics.responders.complete == 0:
            return f"no simulated trial had {statistics.responders.completers} completers"
        return ""
    tally = statistics.signed_t if item.kind in ("signed_t", "removed_share") else statistics.arms
    return "" if tally is not None else f"protocol {item.protocol} was not simulated"


def observed_t(item: EvidenceItem) -> float:
    """The signed t of a published F with one numerator degree of freedom."""
    return float(np.sign(item.observed.get("sign", 1.0)) * np.sqrt(item.observed["f"]))


def _density(item: EvidenceItem, tally: SignedTTally) -> Likelihood:
    """Density of the observed t, with half a trial spread over the range of the histogram."""
    histogram = tally.signed_t
    value, mcse = density_at(histogram, observed_t(item))
    n = histogram.n
    floor = 0.5 / (histogram.high - histogram.low)
    weight = (n * value + floor) / (n + 1.0)
    error = float(np.sqrt((n * mcse) ** 2 + floor**2) / (n * value + floor))
    return Likelihood(value, mcse, weight, error, None, n)


def _cells(item: EvidenceItem, tally: ResponderTally) -> BoolArray:
    """Cells of the responder table that fit a statement."""
    axes = ("responders_reference", "responders_test", "both", "alike")
    fits = np.ones(tally.counts.shape, dtype=np.bool_)
    index = np.indices(tally.counts.shape, sparse=True)
    for name, value in item.observed.items():
        if name == "given_reference":
            continue  # not observed here: the table to which the statement refers
        if name not in axes:
            raise GaddumError(
                "GAD-INF-05",
                f"Statement `{item.id}` observes what the responder table does not hold.",
                value=name,
                expected=f"one of {', '.join(axes)}",
            )
        fits &= index[axes.index(name)] == round(value)
    return fits


def _responders(statistics: Statistics) -> ResponderTally:
    assert statistics.responders is not None
    return statistics.responders


def _signed_t(statistics: Statistics) -> SignedTTally:
    assert statistics.signed_t is not None
    return statistics.signed_t


def _arms(statistics: Statistics) -> ArmsTally:
    assert statistics.arms is not None
    return statistics.arms


def published_probability(items: Sequence[EvidenceItem], tally: ResponderTally) -> tuple[float, float]:
    """Share of trials that show the published responder table as a whole, and its error.

    Args:
        items: Evidence; its statements of kind `responder_table` are taken together.
        tally: One mechanism's responder tally.
    """
    fits = np.ones(tally.counts.shape, dtype=np.bool_)
    for item in items:
        if item.kind == "responder_table":
            fits &= _cells(item, tally)
    found = share(int(tally.counts[fits].sum()), tally.complete)
    return (found.value if tally.complete else 0.0), found.mcse
