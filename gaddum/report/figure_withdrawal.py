"""After repeated use: peak withdrawal on stopping and under an antagonist, and days to relapse."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np

from gaddum.report.drawing import floats, interval, label_width, rows
from gaddum.report.names import Called, in_prose, several
from gaddum.report.phrases import capital, listed
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style

STOP, BLOCKED = Style("blue", marker="o"), Style("vermilion", marker="s")
GRADES = ((5.0, "mild"), (13.0, "moderate"), (25.0, "severe"))
"""Scores of the clinical opiate withdrawal scale from which withdrawal bears a name."""
MILD = GRADES[0][0]
SCALE_TOP = 48.0
_TAIL = re.compile(r"^(.*\S)\s+\(([^()]*)\)$")

Kind = tuple[str, str, Style]


def plot_withdrawal(numbers: Numbers) -> Plot | None:
    """Peak withdrawal on stopping and under an antagonist, and days to relapse."""
    course: Numbers = numbers.get("course") or {}
    mechanisms: Numbers = course.get("mechanisms") or {}
    kinds = [
        (kind, label, style)
        for kind, label, style in (
            ("withdrawal_stop", "on stopping", STOP),
            ("withdrawal_antagonist", "under full blockade by an antagonist", BLOCKED),
        )
        if any(peak(m.get(kind), "p50") is not None for m in mechanisms.values())
    ]
    if not kinds:
        return None
    names = list(mechanisms)
    regimens, under = _regimens(course.get("benchmark") or ())
    panels = [_withdrawal(mechanisms, names, kinds, regimens)]
    relapse = [n for n in names if (mechanisms[n].get("relapse") or {}).get("median_days") is not None]
    if relapse:
        panels.append(_relapse(mechanisms, relapse))
    title = _title(mechanisms, kinds, in_prose(numbers))
    key = [Entry(label, style, "point") for _, label, style in kinds]
    return Plot(
        name="withdrawal",
        title=title,
        caption=(
            "Withdrawal: highest score on the clinical opiate withdrawal scale (COWS, 0 to 48); point: "
            "median person, line: to the person at the 95th percentile. "
            + capital(", ".join(f"{grade} from {low:.0f}" for low, grade in GRADES))
            + ". "
            + _about(regimens, under)
            + ("Relapse: median and middle half of those who relapse." if relapse else "")
        ),
        alt=f"Peak withdrawal scores under {listed(names)}. {title}.",
        panels=tuple(panels),
        columns=2,
        key=tuple(key),
    )


def _about(regimens: Sequence[Numbers], under: str) -> str:
    if not regimens:
        return ""
    model = f"all under {under}" if under else "under the same model"
    return f"Hollow, below the line: the median after other regimens, for comparison, {model}. "


def _regimens(benchmark: Sequence[Numbers]) -> tuple[list[Numbers], str]:
    """Regimens with a score; what all of them carry in brackets at the end is said once."""
    chosen = [b for b in benchmark if b.get("cows") is not None or b.get("cows_blocked") is not None]
    tails = [found for b in chosen if (found := _TAIL.match(str(b.get("regimen", ""))))]
    if chosen and len(tails) == len(chosen) and len({t[2] for t in tails}) == 1:
        return [b | {"regimen": t[1]} for b, t in zip(chosen, tails, strict=True)], tails[0][2]
    return chosen, ""


def peak(cell: Any, quantile: str) -> float | None:
    """The highest value of a quantity that is given as one number or as a curve."""
    value = cell.get(quantile) if isinstance(cell, dict) else None
    if isinstance(value, list):
        values = floats(value)
        return float(np.nanmax(values)) if np.isfinite(values).any() else None
    return None if value is None else float(value)


def _withdrawal(
    mechanisms: Numbers, names: list[str], kinds: Sequence[Kind], regimens: Sequence[Numbers]
) -> Panel:
    labels = names + ["\n".join(textwrap.wrap(str(b.get("regimen", "")), 28)) for b in regimens]

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
            for field, style, shift in (("cows", STOP, -0.11), ("cows_blocked", BLOCKED, 0.11)):
                if regimen.get(field) is not None:
                    score = float(regimen[field])
                    top = max(top, score)
                    interval(axes, i + shift, score, score, score, style, hollow=True)
        if regimens:
            axes.axhline(len(names) - 0.5, color=LIGHT["faint"], linewidth=0.8)
        top = min(SCALE_TOP, 1.08 * top)
        _grades(axes, top)
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


def _grades(axes: Any, top: float) -> None:
    for k, (low, grade) in enumerate(GRADES):
        if low < top:
            high = GRADES[k + 1][0] if k + 1 < len(GRADES) else SCALE_TOP
            axes.axvspan(low, min(high, top), color=LIGHT["orange"], alpha=(0.08, 0.17, 0.28)[k], linewidth=0)
            axes.text(low + 0.01 * top, -0.62, grade, va="bottom", size=FONT_PT - 1, color=LIGHT["muted"])


def _relapse(mechanisms: Numbers, names: list[str]) -> Panel:
    def draw(axes: Any) -> None:
        rows(axes, names)
        for i, name in enumerate(names):
            cell = mechanisms[name]["relapse"]
            middle = cell["median_days"]
            low, high = cell.get("p25"), cell.get("p75")
            interval(axes, i, middle if low is None else low, middle, middle if high is None else high, STOP)
        axes.set_xlim(left=0)
        axes.locator_params(axis="x", integer=True, nbins=8)
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


def _title(mechanisms: Numbers, kinds: Sequence[Kind], called: Called) -> str:
    """Under how many mechanisms one person in twenty would feel at least mild withdrawal."""
    clauses: list[str] = []
    for kind, label, _ in kinds:
        peaks = {n: p for n, m in mechanisms.items() if (p := peak(m.get(kind), "p95")) is not None}
        felt = [n for n, p in peaks.items() if p >= MILD]
        who = several(felt, called, most=2) if felt else "no mechanism"
        if clauses:
            clauses.append(
                f"{label.removesuffix(' by an antagonist')} {who} {'do' if len(felt) > 1 else 'does'}"
            )
        else:
            least = "at least" if felt else "even"
            brings = "bring" if len(felt) > 1 else "brings"
            clauses.append(f"{capital(label)} {who} {brings} {least} mild withdrawal to one person in twenty")
    return "; ".join(clauses)
