"""Type I error and coverage of the estimators, on textbook data with gaps and on simulated trials.

Made by `python -m verification.estimators`.
"""

from __future__ import annotations

import sys

import numpy as np

from verification.drawing import GREY, picture
from verification.estimators_runs import (
    DATA_SETS,
    EFFECT,
    EXACT,
    LEVEL,
    MISSING,
    NAMES,
    PEOPLE,
    PERIOD_EFFECT,
    SD_PERSON,
    SD_WITHIN,
    Cell,
    cells_of,
    null_trials,
)
from verification.founding import SEED, TRIALS, rate_error
from verification.sheet import Sheet

ERRORS = 4.0
"""Accepted distance from the nominal rate, in Monte Carlo errors: there are 90 comparisons."""

NULL = ("nmda-only", "hnk")
"""Mechanisms under which naltrexone changes nothing."""

Array = np.ndarray


def main() -> int:
    """Draw, estimate, write and judge."""
    cells = [
        cell
        for k, scenario in enumerate(EXACT)
        for n in PEOPLE
        for missing in MISSING
        for cell in cells_of(scenario, n, missing, np.random.default_rng([SEED, k, n, int(100 * missing)]))
    ]
    trials = {name: null_trials(name) for name in NULL}
    sheet = Sheet("estimators", "Type I error and coverage", f"seed {SEED}, {DATA_SETS:,} data sets a cell")
    criteria(sheet, cells, trials)
    sheet.say(
        f"Crossovers of two periods: person SD {SD_PERSON:g}, within-person SD {SD_WITHIN:g}, a true effect"
        f" of {EFFECT:g} for coverage and none for type I error, a period effect of {PERIOD_EFFECT:g} where"
        " it says so.",
        "Sequences are balanced; each person's period is lost by chance, independently, with the stated"
        " probability.",
        "Rates are per cent of the data sets in which the estimator exists; the others are counted, not"
        " dropped.",
        f"The Monte Carlo error of a rate of 5 % is {100 * rate_error(0.05, DATA_SETS):.2f} points where all"
        " exist.",
    )
    sheet.show("Type I error by number of people, estimator and share missing")
    for scenario in EXACT:
        sheet.heading(f"Type I error / coverage, per cent: {scenario}")
        table(sheet, [cell for cell in cells if cell.scenario == scenario])
    real(sheet, trials)
    draw(sheet, cells, trials)
    rows: list[list[object]] = [
        [c.scenario, c.estimator, c.n, c.missing, c.type_one, c.coverage, c.mcse, c.judged / DATA_SETS]
        for c in cells
    ]
    for name, found in trials.items():
        rows += [[f"simulated trials, {name}", e, n, 0.0, r, "", m, 1.0] for (e, n), (r, m) in found.items()]
    header = ["scenario", "estimator", "people", "missing", "type_one", "coverage", "mcse", "share_estimated"]
    return sheet.write(header, rows)


def criteria(
    sheet: Sheet, cells: list[Cell], trials: dict[str, dict[tuple[str, int], tuple[float, float]]]
) -> None:
    """What decides."""
    for name in NAMES:
        exact = [c for c in cells if c.estimator == name and name in EXACT[c.scenario]]
        for what, nominal in (("type_one", 0.05), ("coverage", LEVEL)):
            gaps = [(getattr(c, what) - nominal) / c.mcse for c in exact]
            worst = int(np.argmax(np.abs(gaps)))
            words = "type I error" if what == "type_one" else "coverage"
            sheet.require(
                f"{name}, {words} within {ERRORS:g} Monte Carlo errors of {nominal:.0%}, {len(exact)}"
                " settings",
                f"largest {gaps[worst]:+.1f} errors, {100 * getattr(exact[worst], what):.2f} % (n ="
                f" {exact[worst].n}, {exact[worst].missing:.0%} missing, {exact[worst].scenario})",
                abs(gaps[worst]) <= ERRORS,
            )
    biases = [c.bias for c in cells]
    worst = int(np.argmax(np.abs(biases)))
    sheet.require(
        f"no bias: every mean estimate within {ERRORS:g} Monte Carlo errors of the truth, {len(cells)}"
        " settings",
        f"largest {biases[worst]:+.1f} errors ({cells[worst].estimator}, n = {cells[worst].n})",
        abs(biases[worst]) <= ERRORS,
    )
    careful = [(rate - 0.05) / mcse for found in trials.values() for rate, mcse in found.values()]
    sheet.require(
        "on simulated trials in which naltrexone does nothing, no estimator rejects more than 5 % (3 Monte"
        " Carlo errors)",
        ", ".join(f"{100 * rate:.1f} %" for found in trials.values() for rate, _ in found.values()),
        max(careful) <= 3,
    )


def table(sheet: Sheet, cells: list[Cell]) -> None:
    """Type I error and coverage by people and missingness."""
    at = {(c.estimator, c.n, c.missing): c for c in cells}
    header = ["estimator", "missing", *(f"n = {n}" for n in PEOPLE), "not estimated at n = 6"]
    rows = [
        [
            name,
            f"{missing:.0%}",
            *(
                f"{100 * at[name, n, missing].type_one:.2f} / {100 * at[name, n, missing].coverage:.2f}"
                for n in PEOPLE
            ),
            f"{1 - at[name, PEOPLE[0], missing].judged / DATA_SETS:.1%}",
        ]
        for name in NAMES
        for missing in MISSING
    ]
    sheet.table(header, rows)


def real(sheet: Sheet, trials: dict[str, dict[tuple[str, int], tuple[float, float]]]) -> None:
    """Type I error on simulated trials, and what follows."""
    sheet.heading(
        f"Type I error on {TRIALS:,} simulated trials of 26 after the 2025 protocol, per cent (error)"
    )
    names = list(NAMES)
    n = next(iter(next(iter(trials.values()))))[1]
    rows = [
        [mechanism, *("{:.1f} ({:.1f})".format(*(100 * x for x in found[name, n])) for name in names)]
        for mechanism, found in trials.items()
    ]
    sheet.table(["mechanism", *names], rows)
    rate = trials[NULL[0]]["condition × time", n][0]
    sheet.say(
        "Change of MADRS from before the infusion to day 1; the truth is no effect of naltrexone.",
        "CROS takes out that second periods start better (19 days do not clear the first); the paired t does"
        " not, and carries the period effect in its error.",
        f"The condition × time test rejects {100 * rate:.1f} % where 5 % are nominal: it assumes that a"
        " person's four scores differ by one constant only, while people respond to ketamine unequally in"
        " both conditions; that spread is in its residual but not in the contrast.",
        "A t of this kind that reaches significance says more than its p; Gaddum weighs it against simulated"
        " values of the same statistic, so that its odds are not affected.",
        "With a period effect the paired t and the condition × time test lose power rather than validity"
        " while sequences are balanced: their error rates fall below 5 %.",
    )


def draw(
    sheet: Sheet, cells: list[Cell], trials: dict[str, dict[tuple[str, int], tuple[float, float]]]
) -> None:
    """Type I error in the textbook's settings, with the band that chance allows, and on simulated trials."""
    with picture(sheet.picture, 3, 12.0, 3.9, width_ratios=[5, 5, 3]) as axes:
        for axis, scenario in zip(axes, EXACT, strict=False):
            band = 300 * rate_error(0.05, DATA_SETS)
            axis.axhspan(5 - band, 5 + band, color="#eaf3ee", zorder=0)
            for e, (name, colour) in enumerate(NAMES.items()):
                for m, missing in enumerate(MISSING):
                    mine = [
                        c for c in cells if (c.scenario, c.estimator, c.missing) == (scenario, name, missing)
                    ]
                    axis.errorbar(
                        np.arange(len(PEOPLE)) + (e - 1) * 0.24 + (m - 1) * 0.07,
                        [100 * c.type_one for c in mine],
                        yerr=[200 * c.mcse for c in mine],
                        fmt="osD"[m],
                        ms=4,
                        color=colour,
                        lw=1,
                        capsize=1.5,
                        mfc=(colour, "white", "#dddddd")[m],
                        label=f"{name}, {missing:.0%} missing",
                    )
            axis.set_xticks(range(len(PEOPLE)), [str(n) for n in PEOPLE])
            axis.set(title=f"Type I error, {scenario}", xlabel="people", ylim=(3, 6))
        for k, found in enumerate(trials.values()):
            for e, (rate, mcse) in enumerate(found.values()):
                axes[2].errorbar(
                    k + (e - 1) * 0.2,
                    100 * rate,
                    yerr=200 * mcse,
                    fmt="o",
                    ms=5,
                    color=list(NAMES.values())[e],
                    lw=1,
                    capsize=2,
                )
        axes[2].set_xticks(range(len(trials)), list(trials))
        axes[2].set(title="The same on simulated trials", xlabel="truth", ylim=(0, 6.5))
        axes[2].set_xlim(-0.5, len(trials) - 0.5)
        for axis in axes:
            axis.axhline(5, color=GREY, lw=1)
            axis.grid(axis="x", visible=False)
        axes[0].set_ylabel("per cent, ± 2 Monte Carlo errors")
        handles, labels = axes[0].get_legend_handles_labels()
        axes[0].figure.legend(handles, labels, loc="outside lower center", ncols=3)


if __name__ == "__main__":
    sys.exit(main())
