"""Recovery: results published by trials of known mechanism are weighed; is the truth found, as often as said?

    python -m verification.inference

One trial in ten is taken as if it had been published, its truth unknown, and weighed by what the other nine
predict; each trial has its turn.
"""

from __future__ import annotations

import sys

import numpy as np

from gaddum.inference.evidence import load_evidence, select_evidence
from gaddum.inference.priors import FAMILIES
from verification.drawing import BLUE, GREY, ORANGE, heat, picture
from verification.founding import NAMES, SEED, TRIALS
from verification.inference_runs import ENOUGH, Weighed, gather, weigh_all
from verification.sheet import Sheet

CALIBRATION = 0.05
"""Accepted distance of observed from stated frequency, in any bin of at least 200 statements."""


def main() -> int:
    """Simulate, weigh, write and judge."""
    items = [
        i
        for i in select_evidence(load_evidence()).used
        if i.protocol in ("ketamine-naltrexone", "ketamine-naltrexone-2025")
    ]
    gathered = gather(items)
    both = weigh_all(items, gathered)
    alone = weigh_all([item for item in items if item.protocol == "ketamine-naltrexone"], gathered)
    sheet = Sheet(
        "inference",
        "Recovery of the mechanism",
        f"seed {SEED}, {TRIALS:,} trials of each protocol per mechanism",
    )
    criteria(sheet, both, alone)
    sheet.say(
        f"Prior: {len(NAMES)} mechanisms alike. {len(both.truth):,} results taken as published: a responder"
        " table with dissociation from the founding trial and a t from its 26-person successor, of one and"
        " the same mechanism.",
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
        "Trials of this size and design name the family, seldom the mechanism: where two rows of the first"
        " table are alike, the trials cannot tell those mechanisms apart, whatever they publish.",
    )
    draw(sheet, both, alone)
    header = ["truth", *NAMES, "truth_founding_alone"]
    first = alone.mean()
    return sheet.write(
        header, [[name, *map(float, matrix[i]), float(first[i, i])] for i, name in enumerate(NAMES)]
    )


def criteria(sheet: Sheet, both: Weighed, alone: Weighed) -> None:
    """What decides."""
    for label, weighed in (("both trials", both), ("the founding trial alone", alone)):
        bins = weighed.reliability()
        gaps = [observed - said for said, observed, _ in bins]
        worst = int(np.argmax(np.abs(gaps)))
        sheet.require(
            f"calibration, {label}: observed frequency within {CALIBRATION:g} of the stated probability in "
            f"every bin of at least {ENOUGH} statements",
            f"largest {gaps[worst]:+.3f}, where {bins[worst][0]:.2f} was stated",
            abs(gaps[worst]) <= CALIBRATION,
        )
    matrix, error = both.mean(), largest_error(both)
    lopsided = float(np.abs(matrix - matrix.T).max())
    sheet.require(
        "the matrix of mean posteriors is symmetric, as Bayes' rule asks under a flat prior: within 5 Monte"
        " Carlo errors",
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
        "the wrong family keeps less than 0.05: opioid mechanisms under nmda-only, the others under"
        " opioid-tone",
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
            [
                name,
                family,
                f"{alone.mean()[k, k]:.3f}",
                f"{both.mean()[k, k]:.3f}",
                f"{mass(alone, family, name):.3f}",
                f"{mass(both, family, name):.3f}",
                f"{top:.0%}",
            ]
        )
    sheet.table(
        [
            "truth",
            "family",
            "truth, founding trial alone",
            "both trials",
            "family, founding alone",
            "both trials",
            "truth ranks first",
        ],
        rows,
        words=2,
    )


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
            right.errorbar(
                said,
                seen,
                yerr=1.96 * np.sqrt(np.maximum(seen * (1 - seen), 1e-4) / n),
                fmt=marker,
                ms=5,
                color=colour,
                capsize=2.5,
                lw=1.2,
                label=label,
            )
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
