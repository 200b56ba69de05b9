"""From prior to posterior, one piece of evidence at a time, with the Monte Carlo error carried along."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gaddum.report.plot import Numbers


@dataclass(frozen=True)
class Step:
    """Probabilities of the mechanisms after one more piece of evidence."""

    label: str
    probability: Mapping[str, float]
    error: Mapping[str, float]


def used_evidence(weigh: Numbers) -> list[Numbers]:
    """The pieces that entered the posterior and say something about mechanisms."""
    return [
        e
        for e in weigh.get("evidence") or ()
        if e.get("used") and (e.get("likelihood") or e.get("odds_factor"))
    ]


def path(weigh: Numbers) -> list[Step]:
    """Prior, after each used piece, and at the end the posterior as it was reported."""
    posterior: Mapping[str, float] = weigh.get("posterior") or {}
    prior = _prior(weigh, posterior)
    names = list(posterior)
    steps = [Step("prior", prior, dict.fromkeys(names, 0.0))]
    weights, relative = dict(prior), dict.fromkeys(names, 0.0)
    pieces = used_evidence(weigh)
    for piece in pieces:
        for name in names:
            value, error = _likelihood(piece, name)
            weights[name] = weights.get(name, 0.0) * value
            relative[name] = math.hypot(relative[name], error / value if value > 0 else 0.0)
        total = sum(weights.values())
        probability = {n: w / total for n, w in weights.items()} if total > 0 else dict.fromkeys(names, 0.0)
        steps.append(
            Step(f"after {piece.get('title') or piece['id']}", probability, _errors(probability, relative))
        )
    last = steps.pop() if pieces else steps[0]
    steps.append(Step("posterior", posterior, last.error))
    return steps


def _prior(weigh: Numbers, posterior: Mapping[str, float]) -> dict[str, float]:
    prior: Mapping[str, float] = weigh.get("prior") or {}
    return {n: float(prior.get(n, 1 / len(posterior))) for n in posterior}


def _likelihood(piece: Numbers, name: str) -> tuple[float, float]:
    cell = (piece.get("likelihood") or {}).get(name)
    if isinstance(cell, Mapping):
        return float(cell.get("value") or 0.0), float(cell.get("mcse") or 0.0)
    if cell is not None:
        return float(cell), 0.0
    return float((piece.get("odds_factor") or {}).get(name, 1.0)), 0.0


def _errors(probability: Mapping[str, float], relative: Mapping[str, float]) -> dict[str, float]:
    """Standard errors of normalised weights from the relative errors of the weights (delta method)."""
    spread = sum((probability[n] * relative[n]) ** 2 for n in probability)
    return {
        n: p * math.sqrt(max(0.0, ((1 - p) * relative[n]) ** 2 + spread - (p * relative[n]) ** 2))
        for n, p in probability.items()
    }


def groups(weigh: Numbers, names: Sequence[str]) -> list[list[str]]:
    """Sets of two or more mechanisms that the evidence cannot tell apart."""
    return [g for raw in weigh.get("indistinguishable") or () if len(g := [n for n in raw if n in names]) > 1]
