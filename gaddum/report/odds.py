"""From prior to posterior, one piece of evidence at a time, with the Monte Carlo error carried along."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gaddum.report.names import labels
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
    called = labels(weigh)
    pieces = used_evidence(weigh)
    for piece in pieces:
        for name in names:
            weight, error = _weight(piece, name)
            weights[name] = weights.get(name, 0.0) * weight
            relative[name] = math.hypot(relative[name], error)
        total = sum(weights.values())
        probability = {n: w / total for n, w in weights.items()} if total > 0 else dict.fromkeys(names, 0.0)
        steps.append(Step(f"after {called[str(piece['id'])]}", probability, _errors(probability, relative)))
    last = steps.pop() if pieces else steps[0]
    reported: Mapping[str, float] = weigh.get("posterior_mcse") or {}
    steps.append(Step("posterior", posterior, {n: float(reported.get(n, last.error[n])) for n in names}))
    return steps


def _prior(weigh: Numbers, posterior: Mapping[str, float]) -> dict[str, float]:
    prior: Mapping[str, float] = weigh.get("prior") or {}
    return {n: float(prior.get(n, 1 / len(posterior))) for n in posterior}


def _weight(piece: Numbers, name: str) -> tuple[float, float]:
    """What a piece multiplies a mechanism's weight by, up to a common factor, and its relative error.

    The odds factor comes first: it is what entered the posterior, also where no simulated trial, or no
    trial at all, could show the result.
    """
    cell = (piece.get("likelihood") or {}).get(name)
    value, error = (cell.get("value"), cell.get("mcse")) if isinstance(cell, Mapping) else (cell, None)
    known = float(value or 0.0)
    relative = min(1.0, float(error or 0.0) / known) if known > 0 else 0.0
    entered = (piece.get("odds_factor") or {}).get(name)
    return (known if value is not None else 1.0) if entered is None else float(entered), relative


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
