"""The founding trial's looks: how often each mechanism stops it, recounted from the raw scores.

Made by `python -m verification.stopping`.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from gaddum.analysis.observations import Observations
from gaddum.monitoring.characteristics import count_stopping, summarise_stopping
from gaddum.monitoring.rules import monitor
from verification.drawing import BLUE, GREEN, GREY, ORANGE, picture
from verification.founding import NALTREXONE, NAMES, PLACEBO, SEED, TRIALS, founding
from verification.sheet import Sheet

RECOUNTED = 200
"""Trials per mechanism that are recounted by the loop."""

UNHARMED = ("nmda-only", "hnk")
"""Mechanisms under which naltrexone takes nothing away: to stop for lack of effect would be a mistake."""

MISTAKEN_AT_MOST = 0.01
OPIOID = ("mu-agonist", "opioid-release", "opioid-tone", "allosteric", "expectancy")


def main() -> int:
    """Count, recount, write and judge."""
    made = founding()
    found: dict[str, dict[str, Any]] = {}
    disagreements = 0
    for name in NAMES:
        observations = made.simulator.observations(made.batch, name)
        decisions = monitor(made.protocol, observations)
        found[name] = summarise_stopping(count_stopping(made.protocol, observations, decisions))
        few = observations.trial_slice(0, RECOUNTED)
        stopped = np.array([decision.stop[:RECOUNTED] for decision in decisions])
        disagreements += sum(list(stopped[:, trial]) != recount(few, trial) for trial in range(RECOUNTED))

    sheet = Sheet("stopping", "The founding trial's stopping rule", f"seed {SEED}, {TRIALS:,} trials of 30")
    sheet.require(
        f"looks of {RECOUNTED} trials under each mechanism decide as a person-by-person recount does",
        f"{disagreements} of {RECOUNTED * len(NAMES)} differ",
        disagreements == 0,
    )
    wrong = {n: sum(r["value"] for r in found[n]["stopped"].values()) for n in UNHARMED}
    sheet.require(
        f"stopped although naltrexone takes nothing away ({', '.join(UNHARMED)}): at most"
        f" {MISTAKEN_AT_MOST:.0%}",
        ", ".join(f"{p:.2%}" for p in wrong.values()),
        max(wrong.values()) <= MISTAKEN_AT_MOST,
    )
    least = min(OPIOID, key=lambda n: found[n]["stopped"]["interim"]["value"])
    sheet.require(
        "interim look stops more trials under every mechanism that needs opioid receptors than under any"
        " other",
        f"fewest under {least}, {found[least]['stopped']['interim']['value']:.0%}",
        found[least]["stopped"]["interim"]["value"]
        > max(found[n]["stopped"]["interim"]["value"] for n in (*UNHARMED, "nocebo")),
    )
    sheet.say(
        "The interim look comes 45 days after the 14th person entered, the final one 45 days after the 30th; "
        "entry goes on meanwhile.",
        "A trial stops where next to nobody responds after naltrexone (at most 10 % of at least 10"
        " completers) *and* dissociation there is on average 4 points or more.",
        "The thresholds are assumed: the published boundary was not to be had.",
        "Per cent of trials with Monte Carlo errors; people as means with the 5th to 95th percentile.",
    )
    sheet.show("How often each look stops the trial, by mechanism")
    table(sheet, found)
    draw(sheet, found)
    header = [
        "mechanism",
        "interim",
        "interim_mcse",
        "final",
        "final_mcse",
        "clearly_ineffective",
        "noxious",
        "entered",
        "completed",
        "exposed_naltrexone",
        "exposed_naltrexone_without_stopping",
    ]
    return sheet.write(header, [csv_row(name, own) for name, own in found.items()])


def recount(observations: Observations, trial: int) -> list[bool]:
    """Whether each look stops a trial, person by person from the raw scores."""
    stops: list[bool] = []
    for entered in (14, 30):
        day = observations.entered_day[trial, entered - 1] + 45.0
        responders = completers = 0
        dissociation = []
        for person in range(entered):
            answers = [
                (answer(observations, trial, person, day, t), felt(observations, trial, person, day, t))
                for t in (PLACEBO, NALTREXONE)
            ]
            if answers[0][0] is not None and answers[1][0] is not None:
                completers += 1
                responders += answers[1][0]
            if answers[0][1] is not None and answers[1][1] is not None:
                dissociation.append(answers[1][1])
        ineffective = completers >= 10 and responders <= 0.10 * completers + 1e-9
        noxious = len(dissociation) >= 10 and sum(dissociation) / len(dissociation) >= 4.0
        stops.append(ineffective and noxious and not any(stops))
    return stops


def seen(
    observations: Observations, trial: int, person: int, day: float, treatment: str, name: str, visit: str
) -> float | None:
    """A score, if it was rated by a day of the trial."""
    given = list(observations.treatment[trial, person])
    period = given.index(observations.treatments.index(treatment))
    v = observations.visits.index(visit)
    hours = {"baseline": -1.0, "infusion_end": 2 / 3, "day_1": 24.0}[visit]
    when = observations.entered_day[trial, person] + 30.0 * period + hours / 24.0
    if when > day + 1e-6 or observations.missing[trial, person, period, v] != 0:
        return None
    return float(observations.values[name][trial, person, period, v])


def answer(observations: Observations, trial: int, person: int, day: float, treatment: str) -> bool | None:
    """Whether a person is seen to have responded to a treatment."""
    before = seen(observations, trial, person, day, treatment, "hamd17", "baseline")
    after = seen(observations, trial, person, day, treatment, "hamd17", "day_1")
    return None if before is None or after is None else before - after >= 0.5 * before


def felt(observations: Observations, trial: int, person: int, day: float, treatment: str) -> float | None:
    """Dissociation that a person is seen to have had."""
    return seen(observations, trial, person, day, treatment, "cadss", "infusion_end")


def table(sheet: Sheet, found: dict[str, dict[str, Any]]) -> None:
    """The characteristics."""
    header = [
        "mechanism",
        "stopped at interim",
        "at the end",
        "clearly ineffective",
        "noxious",
        "entered",
        "completed",
        "given naltrexone",
        "had nothing stopped",
    ]
    rows = []
    for name, own in found.items():
        rates = [
            own["stopped"]["interim"],
            own["stopped"]["final"],
            *(own["stop_reasons"][rule] for rule in ("clearly_ineffective", "noxious")),
        ]
        people = [
            own["entered"],
            own["completed"],
            own["exposed"][NALTREXONE],
            own["exposed_without_stopping"][NALTREXONE],
        ]
        rows.append(
            [
                name,
                *(f"{100 * r['value']:.1f} ({100 * r['mcse']:.1f})" for r in rates),
                *(f"{p['mean']:.1f} [{p['p05']:g}–{p['p95']:g}]" for p in people),
            ]
        )
    sheet.table(header, rows)


def csv_row(name: str, own: dict[str, Any]) -> list[object]:
    """One mechanism's line of the CSV."""
    interim, final = own["stopped"]["interim"], own["stopped"]["final"]
    return [
        name,
        interim["value"],
        interim["mcse"],
        final["value"],
        final["mcse"],
        own["stop_reasons"]["clearly_ineffective"]["value"],
        own["stop_reasons"]["noxious"]["value"],
        own["entered"]["mean"],
        own["completed"]["mean"],
        own["exposed"][NALTREXONE]["mean"],
        own["exposed_without_stopping"][NALTREXONE]["mean"],
    ]


def draw(sheet: Sheet, found: dict[str, dict[str, Any]]) -> None:
    """Stopping, and people given naltrexone."""
    place = np.arange(len(found))[::-1]
    with picture(sheet.picture, 2, 10.5, 3.8, sharey=True) as (left, right):
        start = np.zeros(len(found))
        for look, colour, label in (
            ("interim", ORANGE, "stopped at the interim look"),
            ("final", BLUE, "at the final look"),
        ):
            share = np.array([100 * own["stopped"][look]["value"] for own in found.values()])
            left.barh(place, share, left=start, color=colour, height=0.62, label=label)
            start += share
        left.barh(place, 100 - start, left=start, color="#ececec", height=0.62, label="never")
        left.set(title="Trials", xlabel="per cent", xlim=(0, 100))
        left.set_yticks(place, list(found))
        left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3)
        for key, colour, label in (
            ("exposed_without_stopping", GREY, "had nothing stopped"),
            ("exposed", GREEN, "with the rule"),
        ):
            mean, low, high = (
                np.array([own[key][NALTREXONE][k] for own in found.values()]) for k in ("mean", "p05", "p95")
            )
            shift = 0.16 if key == "exposed" else -0.16
            right.errorbar(
                mean,
                place + shift,
                xerr=[np.maximum(mean - low, 0), np.maximum(high - mean, 0)],
                fmt="o",
                ms=5,
                color=colour,
                capsize=2.5,
                lw=1.2,
                label=label,
            )
        right.set(
            title="People given naltrexone and ketamine",
            xlabel="people, mean and 5th to 95th percentile",
            xlim=(0, 31),
        )
        right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
        for axis in (left, right):
            axis.grid(axis="y", visible=False)
            axis.tick_params(axis="y", length=0)


if __name__ == "__main__":
    sys.exit(main())
