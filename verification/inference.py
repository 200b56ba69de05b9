"""Recovery: results published by trials of known mechanism are weighed; is the truth found, as often as said?

    python -m verification.inference

Half of the simulated trials tell what each mechanism predicts; each trial of the other half is then taken as if it
had been published, its truth unknown.  The halves change places.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gaddum.analysis.observations import Observations
from gaddum.inference.count import count
from gaddum.inference.evidence import EvidenceItem, load_evidence, select_evidence
from gaddum.inference.likelihood import likelihoods
from gaddum.inference.posterior import posterior
from gaddum.inference.priors import FAMILIES, flat_prior
from gaddum.inference.tallies import Statistics
from verification.drawing import BLUE, GREY, ORANGE, heat, picture
from verification.founding import NAMES, SEED, TRIALS, Simulated, founding, successor
from verification.sheet import Sheet

ROUND_T = 0.1
"""Published t are rounded to this, which keeps the number of different results small."""

BINS = 10
CALIBRATION = 0.04
"""Accepted distance of observed from stated frequency, in any bin of at least 200 statements."""

Array = np.ndarray


@dataclass(frozen=True)
class Results:
    """What trials of one mechanism would have published.

    Attributes:
        table: Responders after reference, after both, dissociation alike, [trial, 3]; −1 without twelve completers.
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
        """Mean stated probability, observed frequency and number of statements, bin by bin."""
        said = self.stated.ravel()
        true = (np.arange(self.stated.shape[1])[None] == self.truth[:, None]).ravel()
        place = np.minimum((said * BINS).astype(int), BINS - 1)
        return [
            (float(said[place == b].mean()), float(true[place == b].mean()), int((place == b).sum()))
            for b in range(BINS)
            if (place == b).any()
        ]


def main() -> int:
    """Simulate, weigh, write and judge."""
    items = [
        i
        for i in select_evidence(load_evidence()).used
        if i.protocol in ("ketamine-naltrexone", "ketamine-naltrexone-2025")
    ]
    both = weigh_all(items)
    alone = weigh_all([item for item in items if item.protocol == "ketamine-naltrexone"])
    sheet = Sheet(
        "inference",
        "Recovery of the mechanism",
        f"seed {SEED}, {TRIALS:,} trials of each protocol per mechanism",
    )
    criteria(sheet, both, alone)
    sheet.say(
        f"Prior: {len(NAMES)} mechanisms alike. "
        f"{len(both.truth):,} results taken as published: a responder table with dissociation from the founding trial and a t "
        "from its 26-person successor, of one and the same mechanism.",
        "A statement is one mechanism's posterior probability for one such result.",
        f"Monte Carlo error of a mean posterior: at most {largest_error(both):.3f}.",
    )
    sheet.show("Mean posterior by truth, and observed against stated frequency")
    sheet.heading("Mean posterior of each mechanism (columns) by truth (rows), both trials")
    matrix = both.mean()
    sheet.table(
        ["truth", *NAMES],
        [[name, *(bold(v, j == i) for j, v in enumerate(matrix[i]))] for i, name in enumerate(NAMES)],
    )
    sheet.heading("Mean posterior of the truth and of its family")
    by_family(sheet, both, alone)
    sheet.heading("Calibration, both trials")
    sheet.table(
        ["stated, mean", "observed", "error", "statements"],
        [
            [f"{s:.3f}", f"{o:.3f}", f"{np.sqrt(max(o * (1 - o), 1e-4) / n):.3f}", f"{n:,}"]
            for s, o, n in both.reliability()
        ],
        words=0,
    )
    sheet.say(
        "Trials of this size and design name the family, seldom the mechanism: where two rows of the first table are alike, "
        "the trials cannot tell those mechanisms apart, whatever they publish.",
    )
    draw(sheet, both, alone)
    header = ["truth", *NAMES, "truth_founding_alone"]
    first = alone.mean()
    return sheet.write(
        header, [[name, *map(float, matrix[i]), float(first[i, i])] for i, name in enumerate(NAMES)]
    )


def weigh_all(items: Sequence[EvidenceItem]) -> Weighed:
    """Weigh every trial of either half by what the other half predicts."""
    truths, stated = [], []
    half = TRIALS // 2
    for k in range(2):
        pool = {name: statistics(items, name, slice(k * half, (k + 1) * half)) for name in NAMES}
        weigher = Weigher(items, pool)
        for index, name in enumerate(NAMES):
            results = published(items, name, slice((1 - k) * half, (2 - k) * half))
            for row, t in zip(results.table, results.signed_t, strict=True):
                if row[0] >= 0:
                    truths.append(index)
                    stated.append(
                        weigher.posterior(tuple(int(v) for v in row), float(np.round(t / ROUND_T) * ROUND_T))
                    )
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


def slices(made: Simulated, mechanism: str, part: slice) -> Observations:
    """Observations of some of the trials."""
    return made.simulator.observations(made.batch, mechanism).trial_slice(part.start, part.stop)


def statistics(items: Sequence[EvidenceItem], mechanism: str, part: slice) -> Statistics:
    """Tallies of both protocols' trials."""
    total = Statistics()
    for made in (founding(), successor()):
        total = total + count(items, made.protocol.name, slices(made, mechanism, part))
    return total


def published(items: Sequence[EvidenceItem], mechanism: str, part: slice) -> Results:
    """Each trial's own result, by tallying it alone."""
    seen = slices(founding(), mechanism, part)
    later = slices(successor(), mechanism, part)
    tables, values = [], []
    has_t = any(item.measure["statistic"] == "signed_t" for item in items)
    for trial in range(seen.trials):
        tally = count(items, founding().protocol.name, seen.trial_slice(trial, trial + 1)).responders
        assert tally is not None
        cells = np.argwhere(tally.counts)
        tables.append([cells[0][0], cells[0][2], cells[0][3]] if len(cells) else [-1, -1, -1])
        values.append(0.0)
        if has_t:
            one = count(items, successor().protocol.name, later.trial_slice(trial, trial + 1)).signed_t
            assert one is not None
            values[-1] = float(one.signed_t.centres[int(one.signed_t.counts.argmax())])
    return Results(np.array(tables), np.array(values))


def criteria(sheet: Sheet, both: Weighed, alone: Weighed) -> None:
    """What decides."""
    bins = [b for b in both.reliability() if b[2] >= 200]
    gaps = [observed - said for said, observed, _ in bins]
    worst = int(np.argmax(np.abs(gaps)))
    sheet.require(
        f"calibration: observed frequency within {CALIBRATION:g} of the stated probability in every bin of at least 200 statements",
        f"largest {gaps[worst]:+.3f}, where {bins[worst][0]:.2f} was stated",
        abs(gaps[worst]) <= CALIBRATION,
    )
    matrix, error = both.mean(), largest_error(both)
    lopsided = float(np.abs(matrix - matrix.T).max())
    sheet.require(
        "the matrix of mean posteriors is symmetric, as Bayes' rule asks under a flat prior: within 5 Monte Carlo errors",
        f"largest difference {lopsided:.3f}, error {error:.3f}",
        lopsided <= 5 * np.sqrt(2) * error,
    )
    own = np.diag(matrix)
    sheet.require(
        f"the truth gains under every mechanism: mean posterior above the prior {1 / len(NAMES):.3f}",
        f"least {own.min():.3f} ({NAMES[int(own.argmin())]})",
        bool(own.min() > 1 / len(NAMES)),
    )
    gain = float(own.mean() - np.diag(alone.mean()).mean())
    sheet.require(
        "the second trial adds to the first: mean posterior of the truth rises", f"{gain:+.3f}", gain > 0
    )
    wrong = max(
        mass(both, other, truth)
        for truth, other in (
            ("nmda-only", "needs opioid receptors"),
            ("opioid-tone", "works without opioid receptors"),
        )
    )
    sheet.require(
        "the wrong family keeps less than 0.05: opioid mechanisms under nmda-only, the others under opioid-tone",
        f"{wrong:.3f}",
        wrong < 0.05,
    )


def mass(weighed: Weighed, family: str, truth: str) -> float:
    """Mean posterior of a family under a truth."""
    columns = [NAMES.index(name) for name in FAMILIES[family]]
    return float(weighed.mean()[NAMES.index(truth), columns].sum())


def largest_error(weighed: Weighed) -> float:
    """Largest Monte Carlo error of the mean posteriors, which the sharing of pools makes a little larger."""
    return float(
        max(
            (weighed.stated[weighed.truth == k].std(axis=0) / np.sqrt((weighed.truth == k).sum())).max()
            for k in range(len(NAMES))
        )
    )


def by_family(sheet: Sheet, both: Weighed, alone: Weighed) -> None:
    """Posterior of the truth, of its family, and how often the truth ranks first."""
    rows = []
    for k, name in enumerate(NAMES):
        family = next(label for label, members in FAMILIES.items() if name in members)
        top = (both.stated[both.truth == k].argmax(axis=1) == k).mean()
        rows.append(
            [name, family, f"{alone.mean()[k, k]:.3f}", f"{both.mean()[k, k]:.3f}", f"{mass(alone, family, name):.3f}",
             f"{mass(both, family, name):.3f}", f"{top:.0%}"]
        )  # fmt: skip
    sheet.table(
        ["truth", "family", "truth, founding trial alone", "both trials", "family, founding alone", "both trials", "truth ranks first"],
        rows, words=2,
    )  # fmt: skip


def draw(sheet: Sheet, both: Weighed, alone: Weighed) -> None:
    """Confusion and reliability."""
    with picture(sheet.picture, 2, 11.0, 4.6, width_ratios=[6, 5]) as (left, right):
        heat(left, both.mean(), list(NAMES), list(NAMES))
        left.set(title="Mean posterior by truth, both trials", ylabel="truth")
        right.plot([0, 1], [0, 1], color=GREY, lw=1, label="as stated")
        for weighed, colour, marker, label in (
            (alone, ORANGE, "s", "founding trial alone"),
            (both, BLUE, "o", "both trials"),
        ):
            said, seen, n = map(np.array, zip(*weighed.reliability(), strict=True))
            right.errorbar(said, seen, yerr=1.96 * np.sqrt(np.maximum(seen * (1 - seen), 1e-4) / n), fmt=marker, ms=5,
                           color=colour, capsize=2.5, lw=1.2, label=label)  # fmt: skip
        right.set(
            title="Calibration",
            xlabel="stated posterior probability",
            ylabel="how often it was the truth",
            xlim=(0, 1),
            ylim=(0, 1),
        )
        right.set_aspect("equal")
        right.legend(loc="upper left")


def bold(value: float, own: bool) -> str:
    """Three digits, in bold on the diagonal."""
    return f"**{value:.3f}**" if own else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
