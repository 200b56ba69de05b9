"""Posterior predictive check: would the mechanisms, as now believed, show what was seen?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.analysis.arrays import AnyArray, FloatArray
from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.likelihood import can_judge, observed_t
from gaddum.inference.tallies import Statistics

# Probability of a result at least as far out, below which it counts as unusual or not predicted.
UNUSUAL, NOT_PREDICTED = 0.10, 0.01


def predictive_check(
    posterior: Mapping[str, float], statistics: Mapping[str, Statistics], items: Sequence[EvidenceItem]
) -> list[dict[str, Any]]:
    """Each observed figure beside what a new trial would show under the posterior.

    Args:
        posterior: Probability of each mechanism.
        statistics: Mechanism to its tallies.
        items: Statements to check, weighed or not; those that cannot be compared are passed over.

    Returns:
        Rows `{"id", "quantity", "observed", "p05", "p50", "p95", "tail", "verdict"}`; `tail` is the
        probability of a result at least as far out on the same side, doubled, at most 1.
    """
    rows = []
    for item in items:
        if item.kind == "context" or any(can_judge(item, s) for s in statistics.values()):
            continue
        predicted = {name: _predicted(item, found) for name, found in statistics.items()}
        shares = sum((posterior[name] * p for name, (_, p) in predicted.items()), start=np.zeros(1))
        values = next(iter(predicted.values()))[0]
        if shares.sum() > 0:
            rows.append(_row(item, values, shares / shares.sum()))
    return rows


def _predicted(item: EvidenceItem, statistics: Statistics) -> tuple[AnyArray, FloatArray]:
    """Possible values of a statement's quantity, and their predicted shares.

    Responders after both treatments are counted in the trials with the published number after the
    reference treatment, so that like is compared with like.
    """
    if item.kind in ("responder_table", "dissociation_alike"):
        tally = statistics.responders
        assert tally is not None
        shares = tally.counts / max(tally.complete, 1)
        axis = {"responders_reference": 0, "responders_test": 1, "both": 2, "alike": 3}[_name(item)]
        others = tuple(k for k in range(4) if k != axis)
        if axis == 2 and "given_reference" in item.observed:
            shares = shares[round(item.observed["given_reference"])][None]
        return np.arange(tally.counts.shape[axis]), np.asarray(shares.sum(axis=others))
    if item.kind == "no_difference_parallel":
        arms = statistics.arms
        assert arms is not None
        above = arms.all_above / max(arms.trials, 1)
        return np.arange(2), np.array([1.0 - above, above])
    tally_t = statistics.signed_t
    assert tally_t is not None
    histogram = tally_t.signed_t if item.kind == "signed_t" else tally_t.removed
    return histogram.centres, histogram.shares


def _name(item: EvidenceItem) -> str:
    """The one figure that a statement is about."""
    return next(name for name in item.observed if name != "given_reference")


def _observed(item: EvidenceItem) -> float:
    return observed_t(item) if item.kind == "signed_t" else float(item.observed[_name(item)])


def _row(item: EvidenceItem, values: AnyArray, shares: FloatArray) -> dict[str, Any]:
    observed = _observed(item)
    cumulative = np.cumsum(shares)
    p05, p50, p95 = (float(values[int(np.searchsorted(cumulative, q - 1e-12))]) for q in (0.05, 0.5, 0.95))
    # A histogram's values stand for a bin: the observed value's own bin counts on both sides.
    step = float(values[2] - values[1]) / 2.0 if values.size > 3 else 0.0
    below = float(shares[values <= observed + step + 1e-12].sum())
    above = float(shares[values >= observed - step - 1e-12].sum())
    tail = min(1.0, 2.0 * min(below, above))
    return {
        "id": item.id,
        "quantity": QUANTITIES[_name(item)],
        "observed": observed,
        "p05": p05,
        "p50": p50,
        "p95": p95,
        "tail": tail,
        "verdict": _verdict(tail),
    }


QUANTITIES = {
    "responders_reference": "responders after placebo",
    "responders_test": "responders after the antagonist",
    "both": "of those responders, how many also after the antagonist",
    "alike": "dissociation alike (1) or not (0)",
    "f": "t of condition by time, positive: less improvement after the antagonist",
    "removed": "share of the effect that the antagonist took away",
    "all_above": "every arm above its published share of remission (1) or not (0)",
}


def _verdict(tail: float) -> str:
    if tail < NOT_PREDICTED:
        return "not predicted"
    return "unusual" if tail < UNUSUAL else "as predicted"
