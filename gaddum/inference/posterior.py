"""Bayes' rule over mechanisms, and the share of Monte Carlo error in its answer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gaddum.inference.likelihood import Likelihood

# Mechanism to statement to likelihood.
Table = Mapping[str, Mapping[str, Likelihood]]


def posterior(prior: Mapping[str, float], table: Table) -> dict[str, float]:
    """Posterior probability of each mechanism.

    Args:
        prior: Prior probability of each mechanism.
        table: Mechanism to statement to likelihood; no statements give back the prior.
    """
    names = list(prior)
    log = np.array([_log_weight(table[name]) for name in names])
    weights = np.array([prior[name] for name in names])
    held = weights > 0
    odds = np.zeros_like(weights)
    odds[held] = weights[held] * np.exp(log[held] - log[held].max())
    return dict(zip(names, (odds / odds.sum()).tolist(), strict=True))


def posterior_mcse(found: Mapping[str, float], table: Table) -> dict[str, float]:
    """Monte Carlo standard error of the posterior, by the delta method.

    Likelihoods of different mechanisms are taken as independent; they share their virtual people,
    which makes the true error smaller.
    """
    error = {name: sum(each.relative_error**2 for each in table[name].values()) for name in found}
    result = {}
    for name, p in found.items():
        others = sum(q**2 * error[other] for other, q in found.items() if other != name)
        result[name] = float(p * np.sqrt((1.0 - p) ** 2 * error[name] + others))
    return result


def odds_factors(prior: Mapping[str, float], table: Table, statement: str) -> dict[str, float]:
    """What a statement multiplies each mechanism's odds by, against the average under the prior."""
    weights = {name: table[name][statement].weight for name in prior}
    average = sum(prior[name] * weights[name] for name in prior)
    return {name: weight / average for name, weight in weights.items()}


def _log_weight(row: Mapping[str, Likelihood]) -> float:
    """Logarithm of the joint weight of all statements."""
    return float(sum(np.log(likelihood.weight) for likelihood in row.values()))
