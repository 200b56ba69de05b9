"""Repeated use: symptoms, adaptation, liking and craving over a course of sessions and after it."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaddum.report.drawing import Array, floats
from gaddum.report.names import Called, in_prose, several
from gaddum.report.phrases import fixed, listed, number
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style, mechanism_style

QUANTITIES = {
    "score": ("Symptoms", "symptom score, points"),
    "adaptation": ("Opioid adaptation", "adaptation (0 to 1)"),
    "liking": ("Drug liking", "points (0 to 100)"),
    "craving": ("Craving", "points (0 to 100)"),
}
NEUTRAL = 50.0
"""Middle of the liking scale."""


def plot_course(numbers: Numbers) -> Plot | None:
    """Medians over days; mechanisms with the same course share a line."""
    course: Numbers = numbers.get("course") or {}
    mechanisms: Numbers = course.get("mechanisms") or {}
    found = [q for q in QUANTITIES if any(_curve(m, q) is not None for m in mechanisms.values())]
    if not found or not course.get("days"):
        return None
    days = floats(course["days"])
    last = course.get("last_dose_day")
    names = list(mechanisms)
    styles = {n: mechanism_style(n, i) for i, n in enumerate(names)}
    title = _title(mechanisms, in_prose(numbers))
    people = course.get("people")
    ends = session_ends(days)
    liking = (
        f"Drug liking is shown at the end of each session only; {NEUTRAL:.0f} is neutral. "
        if "liking" in found and ends.any()
        else f"Drug liking: {NEUTRAL:.0f} is neutral. " * ("liking" in found)
    )
    return Plot(
        name="course",
        title=title,
        caption=(
            "Line: median person; band: nine people in ten (where bands would hide each other, only that of "
            "the mechanisms with the most company). "
            + ("Upright broken line: the last dose. " if last is not None else "")
            + liking
            + "Mechanisms that predict the same course are drawn as one line, named for the first of them: "
            + "; ".join(f"{QUANTITIES[q][0].lower()}: {_grouping(mechanisms, q)}" for q in found)
            + "."
            + (f" {people} virtual people." if isinstance(people, int) else "")
        ),
        alt=f"Courses of {listed(QUANTITIES[q][0].lower() for q in found)} under {listed(names)}. {title}.",
        panels=tuple(_panel(q, mechanisms, days, styles, last) for q in found),
        columns=2,
        key=tuple(
            Entry(n, styles[n], "curve") for n in names if any(n in _leaders(mechanisms, q) for q in found)
        ),
    )


def _curve(mechanism: Numbers, quantity: str) -> Array | None:
    given = mechanism.get(quantity)
    return floats(given["p50"]) if isinstance(given, dict) and isinstance(given.get("p50"), list) else None


def session_ends(days: Array) -> Any:
    """Which times are ends of sessions: those beside the half-daily grid."""
    beside: Any = np.abs(2 * days - np.round(2 * days)) > 1e-6
    return beside


def same_courses(mechanisms: Numbers, quantity: str) -> list[list[str]]:
    """Mechanisms in groups whose medians never part by more than a hundredth of the range."""
    curves = {n: c for n, m in mechanisms.items() if (c := _curve(m, quantity)) is not None}
    if not curves:
        return []
    scale = max(float(np.nanmax(np.abs(c))) for c in curves.values()) or 1.0
    result: list[list[str]] = []
    for name, curve in curves.items():
        for group in result:
            if float(np.nanmax(np.abs(curves[group[0]] - curve))) <= 0.012 * scale:
                group.append(name)
                break
        else:
            result.append([name])
    return result


def _leaders(mechanisms: Numbers, quantity: str) -> list[str]:
    return [group[0] for group in same_courses(mechanisms, quantity)]


def _grouping(mechanisms: Numbers, quantity: str) -> str:
    groups = same_courses(mechanisms, quantity)
    if len(groups) == 1:
        return "all the same"
    shared = [f"{group[0]} stands for {listed(group[1:])} too" for group in groups if len(group) > 1]
    return ", ".join(shared) or "all apart"


def _panel(quantity: str, mechanisms: Numbers, days: Array, styles: dict[str, Style], last: Any) -> Panel:
    title, unit = QUANTITIES[quantity]
    groups = same_courses(mechanisms, quantity)
    ends = session_ends(days)
    pulses = quantity == "liking" and bool(ends.any())
    kept = ends if pulses else np.ones(len(days), dtype=bool)

    def draw(axes: Any) -> None:
        widest = max(groups, key=len)
        for group in groups:
            given, style = mechanisms[group[0]][quantity], styles[group[0]]
            if given.get("p05") is None or given.get("p95") is None:
                continue
            low, high = floats(given["p05"])[kept], floats(given["p95"])[kept]
            if pulses:
                axes.vlines(days[kept], low, high, color=style.colour, alpha=0.35, linewidth=2.2)
            elif len(groups) < 3 or group is widest or quantity == "adaptation":
                axes.fill_between(days, low, high, color=style.colour, alpha=0.13, linewidth=0)
        for group in groups:
            style = styles[group[0]]
            axes.plot(
                days[kept],
                floats(mechanisms[group[0]][quantity]["p50"])[kept],
                color=style.colour,
                linestyle=style.dash,
                linewidth=1.0 if pulses else 1.6,
                marker=style.marker if pulses else None,
            )
        if quantity == "liking":
            axes.axhline(NEUTRAL, color=LIGHT["faint"], linewidth=0.9, linestyle=(0, (2, 2)))
            axes.set_ylim(min(axes.get_ylim()[0], NEUTRAL - 5), min(102.0, axes.get_ylim()[1]))
        else:
            top = axes.get_ylim()[1]
            axes.set_ylim(-0.025 * top, top)
        axes.set_xlim(float(days[0]) - 1, float(days[-1]))
        if last is not None:
            axes.axvline(float(last), color=LIGHT["ink"], linewidth=0.9, linestyle=(0, (4, 2)))
            axes.annotate(
                f"last dose, day {number(last)}",
                (float(last), 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(4, -1),
                textcoords="offset points",
                va="top",
                size=FONT_PT - 1,
                color=LIGHT["muted"],
            )
        axes.grid(axis="y")
        axes.set_xlabel("days from first dose")
        axes.set_ylabel(unit)

    return Panel(draw, title=title, width=4.7, height=2.3, left=0.56)


def _peak(mechanism: Numbers) -> float | None:
    curve = _curve(mechanism, "adaptation")
    return None if curve is None else float(np.nanmax(curve))


def _title(mechanisms: Numbers, called: Called) -> str:
    peaks = {n: p for n, m in mechanisms.items() if (p := _peak(m)) is not None}
    if not peaks:
        return "The course under each mechanism"
    none = [n for n, p in peaks.items() if p < 0.01]
    most = max(peaks, key=lambda n: peaks[n])
    if len(none) == len(peaks):
        return "Under no mechanism does the opioid system adapt"
    text = f"The opioid system adapts most under {called(most)} (median peak {fixed(peaks[most], 2)} of 1)"
    return f"{text} and not at all under {several(none, called, noun='others')}" if none else text
