"""Simulated results taken as published, and weighed by what the other simulated trials predict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaddum.analysis.observations import Observations
from gaddum.inference.count import count
from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.likelihood import likelihoods
from gaddum.inference.posterior import posterior
from gaddum.inference.priors import flat_prior
from gaddum.inference.tallies import Statistics
from verification.founding import NAMES, TRIALS, founding, successor

FOLDS = 10
"""Parts that the trials are cut into; each is weighed by the others."""

ROUND_T = 0.1
"""Published t are rounded to this, which keeps the number of different results small."""

BINS, ENOUGH = 10, 200
"""Bins of stated probability, and statements below which one is left out."""

Array = np.ndarray


@dataclass(frozen=True)
class Results:
    """What trials of one mechanism would have published.

    Attributes:
        table: Responders after reference, after both, dissociation alike, [trial, 3]; −1 where fewer than
            twelve completed.
        signed_t: Condition × time t of as many trials of the successor.
    """

    table: Array
    signed_t: Array


@dataclass(frozen=True)
class Weighed:
    """Posteriors of all results taken as published.

    Attributes:
        truth: Index of the mechanism that made each, [result].
        stated: Posterior probability of each mechanism, [result, mechanism].
    """

    truth: Array
    stated: Array

    def mean(self) -> Array:
        """Mean posterior of each mechanism, [truth, mechanism]."""
        return np.array([self.stated[self.truth == k].mean(axis=0) for k in range(self.stated.shape[1])])

    def reliability(self) -> list[tuple[float, float, int]]:
        """Mean stated probability, observed frequency and number of statements, bin by bin where enough."""
        said = self.stated.ravel()
        true = (np.arange(self.stated.shape[1])[None] == self.truth[:, None]).ravel()
        place = np.minimum((said * BINS).astype(int), BINS - 1)
        return [
            (float(said[place == b].mean()), float(true[place == b].mean()), int((place == b).sum()))
            for b in range(BINS)
            if (place == b).sum() >= ENOUGH
        ]


@dataclass(frozen=True)
class Gathered:
    """What is simulated once and then weighed.

    Attributes:
        tallies: Mechanism to the tallies of each fold.
        results: Mechanism to every trial's own result.
    """

    tallies: dict[str, list[Statistics]]
    results: dict[str, Results]


def gather(items: Sequence[EvidenceItem]) -> Gathered:
    """Tally every fold, and every trial by itself."""
    tallies, results = {}, {}
    for name in NAMES:
        seen = {m.protocol.name: m.simulator.observations(m.batch, name) for m in (founding(), successor())}
        tallies[name] = [
            sum((count(items, p, o.trial_slice(low, high)) for p, o in seen.items()), Statistics())
            for low, high in folds()
        ]
        results[name] = published(items, seen)
    return Gathered(tallies, results)


def folds() -> list[tuple[int, int]]:
    """First trial of each fold, and the first after it."""
    edges = np.linspace(0, TRIALS, FOLDS + 1).astype(int).tolist()
    return list(zip(edges[:-1], edges[1:], strict=True))


def weigh_all(items: Sequence[EvidenceItem], gathered: Gathered) -> Weighed:
    """Weigh every trial, by some of the evidence, with what the trials outside its fold predict."""
    has_t = any(item.measure["statistic"] == "signed_t" for item in items)
    truths, stated = [], []
    for k, (low, high) in enumerate(folds()):
        pool = {
            name: sum((own for j, own in enumerate(tallies) if j != k), Statistics())
            for name, tallies in gathered.tallies.items()
        }
        weigher = Weigher(items, pool)
        for index, name in enumerate(NAMES):
            results = gathered.results[name]
            for row, t in zip(results.table[low:high], results.signed_t[low:high], strict=True):
                if row[0] >= 0:
                    rounded = float(np.round(t / ROUND_T) * ROUND_T) if has_t else 0.0
                    truths.append(index)
                    stated.append(weigher.posterior(tuple(int(v) for v in row), rounded))
    return Weighed(np.array(truths), np.array(stated))


class Weigher:
    """Posteriors by result, remembered: few results differ.

    Args:
        items: The statements to fill in.
        pool: Mechanism to the tallies that predict.
    """

    def __init__(self, items: Sequence[EvidenceItem], pool: dict[str, Statistics]) -> None:
        self.items, self.pool = items, pool
        self.tables: dict[tuple[str, tuple[int, ...] | float], dict[str, dict[str, Any]]] = {}
        self.known: dict[tuple[tuple[int, ...], float], list[float]] = {}

    def posterior(self, row: tuple[int, ...], t: float) -> list[float]:
        """Posterior of each mechanism, in order."""
        if (row, t) not in self.known:
            table = self.table("responders", row)
            later = self.table("signed_t", t)
            joint = {name: {**table[name], **later[name]} for name in NAMES}
            found = posterior(flat_prior(NAMES), joint)
            self.known[row, t] = [found[name] for name in NAMES]
        return self.known[row, t]

    def table(self, statistic: str, value: tuple[int, ...] | float) -> dict[str, dict[str, Any]]:
        """Likelihoods of one study's statements with these values put in."""
        if (statistic, value) not in self.tables:
            own = [filled(item, value) for item in self.items if item.measure["statistic"] == statistic]
            self.tables[statistic, value] = {name: dict(likelihoods(own, self.pool[name])) for name in NAMES}
        return self.tables[statistic, value]


def filled(item: EvidenceItem, value: tuple[int, ...] | float) -> EvidenceItem:
    """The statement as it would read with another result."""
    if isinstance(value, tuple):
        reference, both, alike = value
        names = {
            "responders_reference": reference,
            "both": both,
            "alike": alike,
            "given_reference": reference,
        }
        return replace(item, observed={name: float(names[name]) for name in item.observed})
    return replace(item, observed={"f": value * value, "sign": float(np.sign(value)) or 1.0})


def published(items: Sequence[EvidenceItem], seen: dict[str, Observations]) -> Results:
    """Each trial's own result, by tallying it alone."""
    tables, values = [], []
    for trial in range(TRIALS):
        own = Statistics()
        for name, observations in seen.items():
            own = own + count(items, name, observations.trial_slice(trial, trial + 1))
        assert own.responders is not None
        assert own.signed_t is not None
        cells = np.argwhere(own.responders.counts)
        tables.append([cells[0][0], cells[0][2], cells[0][3]] if len(cells) else [-1, -1, -1])
        values.append(float(own.signed_t.signed_t.centres[int(own.signed_t.signed_t.counts.argmax())]))
    return Results(np.array(tables), np.array(values))
