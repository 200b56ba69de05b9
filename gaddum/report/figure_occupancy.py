"""Concentrations and receptor occupancy over time, with the spread between people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gaddum.report.drawing import at, compress, fan, floats, time_axis, visits
from gaddum.report.phrases import capital, grouped, listed, number
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import LIGHT, Style, treatment_styles

WIDTH_H = 1.5


def plot_concentration(numbers: Numbers) -> Plot | None:
    """One panel per measured substance, one fan per treatment."""
    return _plot(numbers, "concentration")


def plot_occupancy(numbers: Numbers) -> Plot | None:
    """One panel per receptor and occupant, one fan per treatment."""
    return _plot(numbers, "occupancy")


def _plot(numbers: Numbers, group: str) -> Plot | None:
    bands = numbers.get("bands") or {}
    chosen = [s for s in bands.get("series") or () if s.get("group") == group]
    if not chosen:
        return None
    hours = floats(bands["time_h"])
    names = list(dict.fromkeys(s["name"] for s in chosen))
    styles = treatment_styles(list((numbers.get("protocol") or {}).get("treatments") or _treatments(chosen)))
    families = [_merged([s for s in chosen if s["name"] == name]) for name in names]
    panels = tuple(_panel(family, group, hours, bands.get("visits") or {}, styles) for family in families)
    shown = list(dict.fromkeys(t for family in families for _, t in family if t))
    entries = [Entry(t, styles.get(t, Style("slate")), "curve") for t in styles if t in shown]
    if any(not t for family in families for _, t in family):
        entries.append(Entry("the same after every treatment", Style("slate"), "curve"))
    people = (numbers.get("provenance") or {}).get("people")
    return Plot(
        name=group,
        title=_title(families, group, hours),
        caption=(
            "Line: median person; dark band: the middle half; light band: nine people in ten. "
            "The time axis is linear for the first two hours and compressed after, so that session and "
            "following "
            "days stand in one panel; 0 is the start of the drug, thin upright lines are visits."
            + (f" {grouped(people)} virtual people to a trial." if isinstance(people, int) else "")
        ),
        alt=f"{capital(group)} against time for {listed(names)}. " + _title(families, group, hours) + ".",
        panels=panels,
        key=tuple(entries),
    )


def _treatments(series: Sequence[Numbers]) -> list[str]:
    return list(dict.fromkeys(s["treatment"] for s in series))


def _merged(series: Sequence[Numbers]) -> list[tuple[Numbers, str]]:
    """Curves with their treatment; one curve without a name where treatments do not differ."""
    if len(series) > 1:
        first = floats(series[0]["p50"])
        peak = np.nanmax(np.abs(first)) or 1.0
        if all(np.nanmax(np.abs(floats(s["p50"]) - first)) < 0.02 * peak for s in series[1:]):
            return [(series[0], "")]
    return [(s, s["treatment"]) for s in series]


def _panel(
    family: Sequence[tuple[Numbers, str]], group: str, hours: Any, days: Numbers, styles: dict[str, Style]
) -> Panel:
    first = family[0][0]
    percent = group == "occupancy"
    log = bool(first.get("log"))

    def draw(axes: Any) -> None:
        visits(axes, days.values(), WIDTH_H, float(hours[0]), float(hours[-1]))
        if log:
            axes.set_yscale("log", nonpositive="mask")
        for series, treatment in family:
            style = styles.get(treatment, Style("slate")) if treatment else Style("slate")
            fan(axes, compress(hours, WIDTH_H), series, style, 100 if percent else 1)
        axes.set_ylabel("% of receptors" if percent else first.get("unit", ""))
        axes.grid(axis="y")
        if not log:
            axes.set_ylim(bottom=0)
        time_axis(axes, float(hours[0]), float(hours[-1]), WIDTH_H)
        axes.set_xlabel("time from start of drug", color=LIGHT["muted"])

    return Panel(draw, title=capital(first["name"]))


def _title(families: Sequence[Sequence[tuple[Numbers, str]]], group: str, hours: Any) -> str:
    """Where each median peaks."""
    peaks = []
    for family in families:
        series = max((s for s, _ in family), key=lambda s: float(np.nanmax(floats(s["p50"]))))
        middle = floats(series["p50"])
        place = int(np.nanargmax(middle))
        peaks.append((series, float(middle[place]), float(hours[place])))
    if group == "occupancy":
        shares = "; ".join(f"{s['name']} {100 * value:.0f}%" for s, value, _ in peaks)
        return f"Receptors occupied at the peak, in the median person: {shares}"
    series, value, hour = peaks[0]
    substance, _, where = str(series["name"]).partition(", ")
    named = capital(substance) + (f" in {where}" if where else "")
    return f"{named} peaks at a median of {number(round(value, 1), 3)} {series['unit']}, {at(hour)}"
