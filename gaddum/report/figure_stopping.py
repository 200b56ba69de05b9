"""How often the trial stops at a look before the last one, and how many people it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gaddum.report.drawing import interval, label_width, rows
from gaddum.report.names import Called, in_prose
from gaddum.report.phrases import grouped, listed, percent, readable, share, spelled
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style

LOOKS = (Style("purple"), Style("orange"), Style("green"), Style("brown"), Style("pink"))
FINAL = Style("faint")
ENTERED, COMPLETED = Style("green", marker="o"), Style("slate", marker="s")


def looks_of(mechanisms: Numbers) -> tuple[list[str], str]:
    """The looks at which a stop comes early, and the last look, where the trial is over anyway.

    A single look is the last one only if its name says so.
    """
    looks = list(dict.fromkeys(look for m in mechanisms.values() for look in (m.get("stopped") or {})))
    if looks and (len(looks) > 1 or looks[0].startswith(("final", "last", "end"))):
        return looks[:-1], looks[-1]
    return looks, ""


def has_rules(mechanisms: Numbers) -> bool:
    """Whether any rule could have stopped the trial."""
    return any(m.get("stop_reasons") or any((m.get("stopped") or {}).values()) for m in mechanisms.values())


def plot_stopping(numbers: Numbers) -> Plot | None:
    """Stopped by look as bars; people entered and completed as intervals."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    chosen = {n: m for n, m in mechanisms.items() if m.get("stopped")}
    if not chosen or not has_rules(chosen):
        return None
    names = list(chosen)
    early, last = looks_of(chosen)
    panels = [_bars(chosen, names, early, last)]
    key = [
        Entry(f"stopped at the {readable(look)} look", LOOKS[i % len(LOOKS)], "bar")
        for i, look in enumerate(early)
    ]
    if last:
        key.append(Entry(f"rule met at the {readable(last)} look", FINAL, "bar"))
    bars = len(key)
    for field, style in (("entered", ENTERED), ("completed", COMPLETED)):
        if any(m.get(field) for m in chosen.values()):
            key.append(Entry(f"people {field}", style, "point"))
    if len(key) > bars:
        panels.append(_people(chosen, names))
    trials = (numbers.get("provenance") or {}).get("trials")
    title = _title(chosen, early, in_prose(numbers))
    return Plot(
        name="stopping",
        title=title,
        caption=(
            ("Left: s" if len(panels) > 1 else "S")
            + "hare of trials that the protocol's own rules stop at each look"
            + (
                f" before the last; the figure beside a bar is that share. A rule met at the "
                f"{readable(last)} look shortens nothing, since the trial is over then."
                if last
                else "; the rest run to the planned end."
            )
            + " Right: people who entered and who completed every period; point: mean, line: nine trials in "
            "ten." * (len(panels) > 1)
        )  # fmt: skip
        + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else ""),
        alt=f"Share of trials stopped at {listed(map(readable, early)) or 'no look'}, by mechanism. {title}.",
        panels=tuple(panels),
        columns=2,
        key=tuple(key),
    )


def stopped_early(mechanism: Numbers, early: Sequence[str]) -> float:
    """Share of trials that a look before the last stops."""
    return float(sum((mechanism.get("stopped") or {}).get(look) or 0.0 for look in early))


def _bars(chosen: Numbers, names: list[str], early: list[str], last: str) -> Panel:
    def draw(axes: Any) -> None:
        rows(axes, names, stripes=False)
        for i, name in enumerate(names):
            left = 0.0
            axes.barh(i, 100, height=0.6, color=LIGHT["grid"], alpha=0.55, linewidth=0)
            styles = [LOOKS[j % len(LOOKS)] for j in range(len(early))] + [FINAL]
            for look, style in zip([*early, last], styles, strict=True):
                part = 100 * (chosen[name]["stopped"].get(look) or 0.0)
                axes.barh(i, part, left=left, height=0.6, color=style.colour, alpha=0.75, linewidth=0)
                left += part
            early_share = percent(stopped_early(chosen[name], early))
            axes.text(101.5, i, early_share, va="center", size=FONT_PT - 0.5)
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of trials")

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


def _title(chosen: Numbers, early: Sequence[str], called: Called) -> str:
    total = {n: stopped_early(m, early) for n, m in chosen.items()}
    most, least = max(total, key=lambda n: total[n]), min(total, key=lambda n: total[n])
    if not early:
        return "The only look comes when the trial is over, so that nothing stops early"
    if total[most] == 0:
        return "Under no mechanism do the rules stop a trial early"
    if len(total) == 1 or total[most] - total[least] < 0.02:
        return f"The rules stop {share(total[most])} of trials early under {called(most)}"
    spared = [n for n, p in total.items() if p == 0]
    if spared:
        whom = called(spared[0]) if len(spared) == 1 else f"{spelled(len(spared))} of {spelled(len(total))}"
        return f"The rules stop {share(total[most])} of trials early under {called(most)}, none under {whom}"
    return (
        f"The rules stop {share(total[most])} of trials early under {called(most)}, "
        f"{share(total[least])} under {called(least)}"
    )
