"""Symptoms over the visits of a period: one panel per mechanism, one fan per treatment."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaddum.report.contrasts import apart, of_all, who
from gaddum.report.drawing import compress, fan, floats, time_axis
from gaddum.report.names import Called, in_prose
from gaddum.report.phrases import capital, fixed, grouped, listed, readable
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import treatment_styles

WIDTH_H = 24.0
NAMES = {
    "hamd17": "HAM-D-17", "hamd6": "HAM-D-6", "madrs": "MADRS", "cadss": "CADSS", "cows": "COWS",
    "drug_liking": "drug liking", "craving": "craving",
}  # fmt: skip
SYMPTOMS = ("hamd17", "madrs", "hamd6")


def instrument_name(identifier: str) -> str:
    """A rating scale as its field writes it."""
    return NAMES.get(identifier, readable(identifier))


def plot_trajectories(numbers: Numbers, which: int = 0) -> Plot | None:
    """The symptom scale of that place among those simulated; None where there is none."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    found = [i for m in mechanisms.values() for i in (m.get("trajectories") or {})]
    known = [i for i in SYMPTOMS if i in found] or list(dict.fromkeys(found))
    if which >= len(known):
        return None
    instrument = known[which]
    chosen = {
        n: m["trajectories"][instrument]
        for n, m in mechanisms.items()
        if instrument in (m.get("trajectories") or {})
    }
    treatments = list((numbers.get("protocol") or {}).get("treatments") or next(iter(chosen.values())))
    styles = treatment_styles(treatments)
    crowded = len(treatments) > 2
    top = max(
        float(np.nanmax(floats(t.get("p95") or t["mean"]))) for m in chosen.values() for t in m.values()
    )

    difference = gaps(chosen)

    def panel(name: str) -> Panel:
        def draw(axes: Any) -> None:
            last = 1.0
            for treatment in treatments:
                course = chosen[name].get(treatment)
                if course:
                    hours = floats(course["time_h"])
                    last = max(last, float(hours[-1]))
                    x = compress(np.maximum(hours, 0), WIDTH_H)
                    fan(axes, x, course, styles[treatment], middle="mean", outer=not crowded)
            axes.set_ylim(0, 1.04 * top)
            axes.grid(axis="y")
            axes.set_ylabel(f"{instrument_name(instrument)}, points")
            time_axis(axes, 0, last, WIDTH_H)
            axes.set_xlabel("days from drug")

        note = ""
        if name in difference:
            far = difference[name]
            note = f"up to {fixed(far, 1)} apart" if far >= 0.05 else "no difference"
        return Panel(draw, title=name, note=note)

    trials = (numbers.get("provenance") or {}).get("trials")
    title = _title(chosen, treatments, instrument, in_prose(numbers))
    return Plot(
        name=f"trajectory-{instrument}",
        title=title,
        caption=(
            f"{instrument_name(instrument)} total, lower is better. Line: mean over all people; "
            + (
                "band: the middle half"
                if crowded
                else "dark band: the middle half; light band: nine people in ten"
            )
            + ", rater noise included. Points are visits; the baseline stands at 0 and later days are drawn "
            "closer together."
            + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else "")
        ),
        alt=f"Small multiples of {instrument_name(instrument)} over days for {listed(chosen)}, "
        f"with {listed(treatments)} in each. {title}.",
        panels=tuple(panel(name) for name in chosen),
        key=tuple(Entry(t, styles[t]) for t in treatments),
    )


def gaps(chosen: Numbers) -> dict[str, float]:
    """Largest difference of means between treatments that are compared, by mechanism, in points."""
    result = {}
    for name, courses in chosen.items():
        found = [
            gap
            for place in range(max((len(c["mean"]) for c in courses.values()), default=0))
            if (gap := apart({t: v for t, c in courses.items() if (v := _at(c, place)) is not None}))
            is not None
        ]
        if found:
            result[name] = max(found)
    return result


def _at(course: Numbers, place: int) -> float | None:
    value = course["mean"][place] if place < len(course["mean"]) else None
    return None if value is None else float(value)


def _title(chosen: Numbers, treatments: list[str], instrument: str, called: Called) -> str:
    difference = gaps(chosen)
    if not difference:
        return f"{instrument_name(instrument)} over the visits of a period"
    far = [n for n, d in difference.items() if d >= 2.0]
    subject = who(treatments)
    if not far:
        return f"Under no mechanism do {subject} part by two points or more"
    widest = max(difference, key=lambda n: difference[n])
    return (
        f"{capital(subject)} part by two points or more under {of_all(far, list(difference))}, "
        f"most under {called(widest)} ({fixed(difference[widest], 1)} points)"
    )
