"""Concentrations and receptor occupancy over time, with the spread between people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gaddum.report.drawing import at, compress, fan, floats, log_axis, time_axis, visits
from gaddum.report.phrases import capital, grouped, listed, number
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import LIGHT, Style, treatment_styles

WIDTH_H = 1.5
RECEPTORS = ("nmda", "mu", "kappa", "delta")
"""Order of the panels; others follow as they come."""

Family = Sequence[tuple[Numbers, str]]


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
    treatments = list((numbers.get("protocol") or {}).get("treatments") or _treatments(chosen))
    chosen.sort(key=lambda s: treatments.index(s["treatment"]) if s["treatment"] in treatments else 99)
    names = sorted(dict.fromkeys(s["name"] for s in chosen), key=_place)
    styles = treatment_styles(treatments)
    families = [_merged([s for s in chosen if s["name"] == name]) for name in names]
    panels = tuple(_panel(family, group, hours, bands.get("visits") or {}, styles) for family in families)
    shown = list(dict.fromkeys(t for family in families for _, t in family if t))
    entries = [Entry(t, styles.get(t, Style("slate")), "curve") for t in styles if t in shown]
    if any(not t for family in families for _, t in family):
        everywhere = all(sum(s["name"] == n for s in chosen) in (1, len(treatments)) for n in names)
        label = "the same after every treatment" + " that gives it" * (not everywhere)
        entries.append(Entry(label, Style("slate"), "curve"))
    title = _finding(families) if group == "occupancy" else _peak_of_the_first(families, hours)
    return Plot(
        name=group,
        title=title,
        caption=(
            "Line: median person; dark band: the middle half; light band: nine people in ten. "
            "The time axis is linear for the first two hours and compressed after, so that session and "
            "following days stand in one panel; 0 is the start of the drug, thin upright lines are visits."
            + " Below one ten-thousandth of a panel's peak nothing is drawn."
            * any(s.get("log") for s in chosen)
            + _people(numbers)
        ),
        alt=f"{capital(group)} against time for {listed(names)}. {title}.",
        panels=panels,
        key=tuple(entries),
    )


def _people(numbers: Numbers) -> str:
    people = (numbers.get("bands") or {}).get("people")
    return f" {grouped(people)} virtual people." if isinstance(people, int) else ""


def _treatments(series: Sequence[Numbers]) -> list[str]:
    return list(dict.fromkeys(s["treatment"] for s in series))


def _place(name: str) -> int:
    first = name.lower().replace(",", " ").split()[0]
    return RECEPTORS.index(first) if first in RECEPTORS else len(RECEPTORS)


def _merged(series: Sequence[Numbers]) -> Family:
    """Curves with their treatment; one curve without a name where treatments do not differ."""
    if len(series) > 1:
        first = floats(series[0]["p50"])
        peak = np.nanmax(np.abs(first)) or 1.0
        if all(np.nanmax(np.abs(floats(s["p50"]) - first)) < 0.02 * peak for s in series[1:]):
            return [(series[0], "")]
    return [(s, s["treatment"]) for s in series]


def _panel(family: Family, group: str, hours: Any, days: Numbers, styles: dict[str, Style]) -> Panel:
    first = family[0][0]
    percent = group == "occupancy"
    scale = 100.0 if percent else 1.0
    log = bool(first.get("log"))

    def draw(axes: Any) -> None:
        visits(axes, days.values(), WIDTH_H, float(hours[0]), float(hours[-1]))
        top = scale * max(_top(series) for series, _ in family)
        floor = log_axis(axes, top) if log and top > 0 else None
        for series, treatment in family:
            style = styles.get(treatment, Style("slate")) if treatment else Style("slate")
            fan(axes, compress(hours, WIDTH_H), series, style, scale, floor=floor)
        axes.set_ylabel("% of receptors" if percent else first.get("unit", ""))
        axes.grid(axis="y")
        if floor is None:
            axes.set_ylim(bottom=0)
        time_axis(axes, float(hours[0]), float(hours[-1]), WIDTH_H)
        axes.set_xlabel("time from start of drug", color=LIGHT["muted"])

    name, _, rest = str(first["name"]).partition(", ")
    return Panel(draw, title=capital(name), subtitle=rest, height=2.3, top=0.44)


def _top(series: Numbers) -> float:
    """The highest value that is drawn."""
    curves = [series[q] for q in ("p95", "p50") if series.get(q) is not None]
    return max((float(np.nanmax(floats(curve))) for curve in curves), default=0.0)


def _peak_of_the_first(families: Sequence[Family], hours: Any) -> str:
    series = max((s for s, _ in families[0]), key=_peak)
    place = int(np.nanargmax(floats(series["p50"])))
    substance, _, where = str(series["name"]).partition(", ")
    named = capital(substance) + (f" in {where}" if where else "")
    value = number(round(_peak(series), 1), 3)
    return f"{named} peaks at a median of {value} {series['unit']}, {at(float(hours[place]))}"


# What the occupancies say -----------------------------------------------------------------------


def _peak(series: Numbers) -> float:
    return float(np.nanmax(floats(series["p50"])))


def _finding(families: Sequence[Family]) -> str:
    """Who holds most of a receptor, and what is left of it for the other one."""
    by_receptor: dict[str, list[tuple[str, Family]]] = {}
    for family in families:
        receptor, _, occupant = str(family[0][0]["name"]).partition(", by ")
        by_receptor.setdefault(receptor, []).append((occupant, family))
    for receptor, rivals in by_receptor.items():
        ranked = sorted(rivals, key=lambda r: -max(_peak(s) for s, _ in r[1]))
        if len(ranked) > 1 and all(occupant for occupant, _ in ranked):
            (winner, held), (loser, left) = ranked[0], ranked[-1]
            peaks = sorted(_peak(s) for s, _ in left)
            text = (
                f"In the median person {winner} holds up to {_share(max(_peak(s) for s, _ in held))} of "
                f"{_plural(receptor)}; {loser} holds {_share(peaks[-1])} of them"
            )
            return f"{text}, and {_share(peaks[0])} beside {winner}" if len(peaks) > 1 else text
    family = max(families, key=lambda f: max(_peak(s) for s, _ in f))
    receptor, _, occupant = str(family[0][0]["name"]).partition(", by ")
    most = _share(max(_peak(s) for s, _ in family))
    return f"In the median person {occupant or 'the drug'} holds up to {most} of {_plural(receptor)}"


def _share(fraction: float) -> str:
    return f"{100 * fraction:.0f}%" if fraction >= 0.0995 else f"{100 * fraction:.1f}%"


def _plural(receptor: str) -> str:
    return f"{receptor}s" if receptor.endswith("receptor") else f"{receptor} receptors"
