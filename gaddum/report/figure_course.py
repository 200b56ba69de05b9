"""Repeated use: symptoms, adaptation, liking and craving over a course, withdrawal and relapse after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gaddum.report.drawing import floats, interval, label_width, rows
from gaddum.report.phrases import fixed, listed
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style, mechanism_style

QUANTITIES = {
    "score": ("Symptoms", "symptom score, points"),
    "adaptation": ("Opioid adaptation", "adaptation (0 to 1)"),
    "liking": ("Drug liking", "points (0 to 100)"),
    "craving": ("Craving", "points (0 to 100)"),
}
STOP, ANTAGONIST = Style("blue", marker="o"), Style("vermilion", marker="s")
MILD, MODERATE = 5, 13


def plot_course(numbers: Numbers) -> Plot | None:
    """Medians over days; mechanisms with the same course share a line."""
    course: Numbers = numbers.get("course") or {}
    mechanisms: Numbers = course.get("mechanisms") or {}
    found = [q for q in QUANTITIES if any(_curve(m, q) is not None for m in mechanisms.values())]
    if not found or not course.get("days"):
        return None
    days = floats(course["days"])
    names = list(mechanisms)
    styles = {n: mechanism_style(n, i) for i, n in enumerate(names)}
    return Plot(
        name="course",
        title=_title(mechanisms),
        caption=(
            "Median person over the days of the course and after it; band: nine people in ten; liking: 50 "
            "is neutral. Mechanisms that "
            "predict the same course are drawn as one line, named for the first of them: "
            + "; ".join(f"{QUANTITIES[q][0].lower()}: {_grouping(mechanisms, q)}" for q in found)
            + "."
        ),
        alt=f"Courses of {listed(QUANTITIES[q][0].lower() for q in found)} under {listed(names)}. "
        f"{_title(mechanisms)}.",
        panels=tuple(_panel(q, mechanisms, days, styles) for q in found),
        columns=2,
        key=tuple(
            Entry(n, styles[n], "curve") for n in names if any(n in _leaders(mechanisms, q) for q in found)
        ),
    )


def _curve(mechanism: Numbers, quantity: str) -> Any:
    given = mechanism.get(quantity)
    return floats(given["p50"]) if isinstance(given, dict) and isinstance(given.get("p50"), list) else None


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


def _panel(quantity: str, mechanisms: Numbers, days: Any, styles: dict[str, Style]) -> Panel:
    title, unit = QUANTITIES[quantity]
    groups = same_courses(mechanisms, quantity)

    def draw(axes: Any) -> None:
        for group in groups:
            given, style = mechanisms[group[0]][quantity], styles[group[0]]
            if given.get("p05") is not None and given.get("p95") is not None:
                alpha = 0.16 if len(groups) < 3 else 0.09
                axes.fill_between(
                    days,
                    floats(given["p05"]),
                    floats(given["p95"]),
                    color=style.colour,
                    alpha=alpha,
                    linewidth=0,
                )
        for group in groups:
            style = styles[group[0]]
            axes.plot(
                days, floats(mechanisms[group[0]][quantity]["p50"]), color=style.colour, linestyle=style.dash
            )
        if quantity == "liking":
            axes.axhline(50, color=LIGHT["faint"], linewidth=0.9, linestyle=(0, (2, 2)))
        else:
            axes.set_ylim(bottom=-0.025 * axes.get_ylim()[1])
        axes.set_xlim(float(days[0]), float(days[-1]))
        axes.grid(axis="y")
        axes.set_xlabel("days from first dose")
        axes.set_ylabel(unit)

    return Panel(draw, title=title, width=4.7, height=2.2, left=0.56)


def _peak(mechanism: Numbers) -> float | None:
    curve = _curve(mechanism, "adaptation")
    return None if curve is None else float(np.nanmax(curve))


def _title(mechanisms: Numbers) -> str:
    peaks = {n: p for n, m in mechanisms.items() if (p := _peak(m)) is not None}
    if not peaks:
        return "The course under each mechanism"
    none = [n for n, p in peaks.items() if p < 0.01]
    most = max(peaks, key=lambda n: peaks[n])
    if len(none) == len(peaks):
        return "Under no mechanism does the opioid system adapt"
    text = f"The opioid system adapts most under {most} (median peak {fixed(peaks[most], 2)} of 1)"
    return f"{text} and not at all under {listed(none)}" if none else text


def plot_withdrawal(numbers: Numbers) -> Plot | None:
    """Peak withdrawal on stopping and under an antagonist, and days to relapse."""
    course: Numbers = numbers.get("course") or {}
    mechanisms: Numbers = course.get("mechanisms") or {}
    kinds = [
        (kind, label, style)
        for kind, label, style in (
            ("withdrawal_stop", "on stopping", STOP),
            ("withdrawal_antagonist", "when an antagonist is given", ANTAGONIST),
        )
        if any(peak(m.get(kind), "p50") is not None for m in mechanisms.values())
    ]
    if not kinds:
        return None
    names = list(mechanisms)
    panels = [_withdrawal(mechanisms, names, kinds, course.get("benchmark") or ())]
    relapse = [n for n in names if (mechanisms[n].get("relapse") or {}).get("median_days") is not None]
    if relapse:
        panels.append(_relapse(mechanisms, relapse))
    return Plot(
        name="withdrawal",
        title=_withdrawal_title(mechanisms, kinds),
        caption=(
            "Withdrawal: highest score on the clinical opiate withdrawal scale (COWS); point: median "
            "person, line: to "
            f"the person at the 95th percentile. {MILD} to {MODERATE - 1} is called mild, {MODERATE} to 24 "
            "moderate. "
            + (
                "Hollow diamonds: heavier regimens under the same model, for comparison. "
                if course.get("benchmark")
                else ""
            )
            + ("Relapse: median and middle half of those who relapse." if relapse else "")
        ),
        alt=f"Peak withdrawal scores under {listed(names)}. {_withdrawal_title(mechanisms, kinds)}.",
        panels=tuple(panels),
        columns=2,
        key=tuple(Entry(label, style, "point") for _, label, style in kinds),
    )


def peak(cell: Any, quantile: str) -> float | None:
    """The highest value of a quantile that is given as one number or as a curve."""
    value = cell.get(quantile) if isinstance(cell, dict) else None
    if isinstance(value, list):
        values = floats(value)
        return float(np.nanmax(values)) if np.isfinite(values).any() else None
    return None if value is None else float(value)


def _withdrawal(
    mechanisms: Numbers,
    names: list[str],
    kinds: Sequence[tuple[str, str, Style]],
    benchmark: Sequence[Numbers],
) -> Panel:
    regimens = [b for b in benchmark if b.get("cows") is not None]
    labels = names + [_wrapped(str(b.get("regimen", ""))) for b in regimens]

    def draw(axes: Any) -> None:
        rows(axes, labels)
        top = 8.0
        for i, name in enumerate(names):
            for j, (kind, _, style) in enumerate(kinds):
                middle = peak(mechanisms[name].get(kind), "p50")
                if middle is not None:
                    high = peak(mechanisms[name].get(kind), "p95") or middle
                    top = max(top, high)
                    interval(axes, i + 0.22 * (j - (len(kinds) - 1) / 2), middle, middle, high, style)
        for i, regimen in enumerate(regimens, start=len(names)):
            top = max(top, regimen["cows"])
            axes.plot([regimen["cows"]], [i], marker="D", color=LIGHT["ink"], markerfacecolor=LIGHT["paper"])
        if regimens:
            axes.axhline(len(names) - 0.5, color=LIGHT["faint"], linewidth=0.8)
        top = min(48.0, 1.08 * top)
        for low, high, text in ((MILD, MODERATE, "mild"), (MODERATE, 25, "moderate")):
            if low < top:
                axes.axvspan(
                    low,
                    min(high, top),
                    color=LIGHT["orange"],
                    alpha=0.08 if low == MILD else 0.17,
                    linewidth=0,
                )
                axes.text(low + 0.3, -0.62, text, va="bottom", size=FONT_PT - 1, color=LIGHT["muted"])
        axes.set_xlim(-0.02 * top, top)
        axes.set_xlabel("peak withdrawal score (COWS), points")

    return Panel(
        draw,
        title="Withdrawal",
        width=4.7,
        height=0.95 + (0.33 if regimens else 0.27) * len(labels),
        left=label_width(line for label in labels for line in label.split("\n")),
        right=0.12,
        top=0.42,
    )


def _wrapped(text: str, width: int = 24) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)[:2])


def _relapse(mechanisms: Numbers, names: list[str]) -> Panel:
    def draw(axes: Any) -> None:
        rows(axes, names)
        for i, name in enumerate(names):
            cell = mechanisms[name]["relapse"]
            middle = cell["median_days"]
            low, high = cell.get("p25"), cell.get("p75")
            interval(axes, i, middle if low is None else low, middle, middle if high is None else high, STOP)
        axes.set_xlim(left=0)
        axes.set_xlabel("days from last dose to relapse")

    return Panel(
        draw,
        title="Relapse",
        width=4.7,
        height=0.95 + 0.27 * len(names),
        left=label_width(names),
        top=0.42,
        right=0.15,
    )


def _withdrawal_title(mechanisms: Numbers, kinds: Sequence[tuple[str, str, Style]]) -> str:
    kind, label, _ = kinds[-1]
    peaks = {n: p for n, m in mechanisms.items() if (p := peak(m.get(kind), "p95")) is not None}
    if not peaks:
        return "Withdrawal by mechanism"
    worst = max(peaks, key=lambda n: peaks[n])
    if peaks[worst] < MILD:
        return f"Under no mechanism does withdrawal reach even the mild range {label}"
    felt = [n for n, p in peaks.items() if p >= MILD]
    return f"Withdrawal reaches the mild range in one person in twenty only under {listed(felt)}, {label}"
