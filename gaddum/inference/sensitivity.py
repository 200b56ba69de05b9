"""How far the answer rests on one statement, or on the prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.likelihood import likelihoods
from gaddum.inference.posterior import posterior
from gaddum.inference.priors import alternative_priors
from gaddum.inference.tallies import Statistics


def sensitivity(
    prior: Mapping[str, float], statistics: Mapping[str, Statistics], items: Sequence[EvidenceItem]
) -> list[dict[str, Any]]:
    """The posterior with one thing changed at a time.

    Args:
        prior: The prior in use.
        statistics: Mechanism to its tallies.
        items: The statements weighed.

    Returns:
        Rows `{"change", "posterior"}`: each statement left out, each study left out where it has
        several, second-hand statements left out, other priors.
    """
    changes: dict[str, list[EvidenceItem]] = {}
    for item in items:
        changes[f"without: {item.title}"] = [other for other in items if other is not item]
    for study in dict.fromkeys(item.study for item in items):
        rest = [item for item in items if item.study != study]
        if 0 < len(rest) < len(items) - 1:
            changes[f"without everything from {study}"] = rest
    first_hand = [item for item in items if item.mark == "seen"]
    if 0 < len(first_hand) < len(items) - 1:
        changes["with statements read in the papers only"] = first_hand
    rows = [
        {"change": change, "posterior": posterior(prior, _table(statistics, kept))}
        for change, kept in changes.items()
    ]
    table = _table(statistics, items)
    for title, other in alternative_priors(list(prior)).items():
        if any(abs(other[name] - prior[name]) > 1e-12 for name in prior):
            rows.append({"change": f"prior: {title}", "posterior": posterior(other, table)})
    return rows


def _table(statistics: Mapping[str, Statistics], items: Sequence[EvidenceItem]) -> dict[str, Any]:
    return {name: likelihoods(items, found) for name, found in statistics.items()}
