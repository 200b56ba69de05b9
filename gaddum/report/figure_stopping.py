"""How often the trial stops at a look, and how many people it takes."""

from __future__ import annotations

from typing import Any

from gaddum.report.drawing import interval, label_width, rows
from gaddum.report.phrases import grouped, listed, percent, readable, share
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style

LOOKS = (Style("purple"), Style("orange"), Style("green"), Style("brown"), Style("pink"))
ENTERED, COMPLETED = Style("green", marker="o"), Style("slate", marker="s")


def plot_stopping(numbers: Numbers) -> Plot | None:
    """Stopped by look as bars; people entered and completed as intervals."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    chosen = {n: m for n, m in mechanisms.items() if m.get("stopped")}
    if not chosen:
        return None
    names = list(chosen)
    looks = list(dict.fromkeys(look for m in chosen.values() for look in m["stopped"]))
    panels = [_bars(chosen, names, looks)]
    key = [
        Entry(f"stopped at {readable(look)}", LOOKS[i % len(LOOKS)], "bar") for i, look in enumerate(looks)
    ]
    for field, style in (("entered", ENTERED), ("completed", COMPLETED)):
        if any(m.get(field) for m in chosen.values()):
            key.append(Entry(f"people {field}", style, "point"))
    if len(key) > len(looks):
        panels.append(_people(chosen, names))
    trials = (numbers.get("provenance") or {}).get("trials")
    return Plot(
        name="stopping",
        title=_title(chosen, looks),
        caption=(
            "Left: share of trials that the protocol's own rules stop at each look; the rest run to the "
            "planned end. "
            "Right: people who entered and who completed every period; point: mean, line: nine trials in ten."
            if len(panels) > 1
            else "Share of trials that the protocol's own rules stop at each look; the rest run to the "
            "planned end."
        )
        + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else ""),
        alt=f"Share of trials stopped at {listed(map(readable, looks))}, by mechanism. "
        f"{_title(chosen, looks)}.",
        panels=tuple(panels),
        columns=2,
        key=tuple(key),
    )


def _bars(chosen: Numbers, names: list[str], looks: list[str]) -> Panel:
    def draw(axes: Any) -> None:
        rows(axes, names, stripes=False)
        for i, name in enumerate(names):
            left = 0.0
            axes.barh(i, 100, height=0.6, color=LIGHT["grid"], alpha=0.55, linewidth=0)
            for j, look in enumerate(looks):
                part = 100 * (chosen[name]["stopped"].get(look) or 0.0)
                axes.barh(
                    i,
                    part,
                    left=left,
                    height=0.6,
                    color=LOOKS[j % len(LOOKS)].colour,
                    alpha=0.75,
                    linewidth=0,
                )
                left += part
            axes.text(101.5, i, percent(left / 100), va="center", size=FONT_PT - 0.5)
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of trials stopped early")

    return Panel(
        draw,
        title="Stopped early",
        width=4.7,
        height=0.85 + 0.27 * len(names),
        left=label_width(names),
        right=0.75,
    )


def _people(chosen: Numbers, names: list[str]) -> Panel:
    def draw(axes: Any) -> None:
        rows(axes, names)
        for i, name in enumerate(names):
            for field, style, shift in (("entered", ENTERED, -0.13), ("completed", COMPLETED, 0.13)):
                cell = chosen[name].get(field)
                if isinstance(cell, dict) and cell.get("mean") is not None:
                    mean = cell["mean"]
                    low, high = float(cell.get("p05") or mean), float(cell.get("p95") or mean)
                    interval(axes, i + shift, low, mean, high, style)
        axes.set_xlim(left=0)
        axes.set_xlabel("people per trial")

    return Panel(
        draw, title="People", width=4.7, height=0.85 + 0.27 * len(names), left=label_width(names), right=0.15
    )


def _title(chosen: Numbers, looks: list[str]) -> str:
    total = {n: sum(v or 0.0 for v in m["stopped"].values()) for n, m in chosen.items()}
    most, least = max(total, key=lambda n: total[n]), min(total, key=lambda n: total[n])
    if len(total) == 1 or total[most] - total[least] < 0.02:
        return f"The rules stop {share(total[most])} of trials early under {most}"
    return (
        f"The rules stop {share(total[most])} of trials early under {most}, "
        f"{share(total[least])} under {least}"
    )
