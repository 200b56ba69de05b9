"""Mechanism odds: where they started, where they ended, and what each piece of evidence did."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gaddum.report.drawing import label_width, matrix, rows
from gaddum.report.names import Called, finding, in_prose, labels, several
from gaddum.report.odds import Step, path, used_evidence
from gaddum.report.phrases import capital, counted, grouped, listed, percent, share
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.standing import verdict
from gaddum.report.theme import FONT_PT, LIGHT, Style

PRIOR, POSTERIOR = Style("slate", marker="|"), Style("blue", marker="o")


def plot_odds(numbers: Numbers) -> Plot | None:
    """Prior and posterior as points; the factor of each piece of evidence as a table of tints."""
    weigh: Numbers = numbers.get("weigh") or {}
    posterior: Numbers = weigh.get("posterior") or {}
    if not posterior:
        return None
    names = list(posterior)
    panels = [_points(weigh, names)]
    pieces = [e for e in used_evidence(weigh) if e.get("odds_factor")]
    if pieces:
        panels.append(_factors(pieces, names, labels(weigh)))
    trials = (numbers.get("provenance") or {}).get("trials")
    return Plot(
        name="odds",
        title=_title(posterior, in_prose(numbers)),
        caption=(
            "Tick: prior; point: posterior probability, its line two Monte Carlo standard errors to either "
            "side. "
            + (
                "Table: the factor by which a piece of evidence raised (blue) or lowered (orange) a "
                "mechanism "
                f"against the average of all. {_key(pieces, labels(weigh))}."
                if pieces
                else ""
            )
            + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else "")
        ),
        alt=f"Posterior probability of {listed(names)}: "
        + listed(f"{n} {percent(p)}" for n, p in posterior.items())
        + ".",
        panels=tuple(panels),
        columns=2,
        key=(Entry("prior", PRIOR, "point"), Entry("posterior", POSTERIOR, "point")),
    )


def _points(weigh: Numbers, names: list[str]) -> Panel:
    steps = path(weigh)
    prior, last = steps[0].probability, steps[-1]

    def draw(axes: Any) -> None:
        rows(axes, names)
        top = max(*prior.values(), *(_upper(last, n) for n in names))
        for i, name in enumerate(names):
            p, error = last.probability[name], last.error.get(name, 0.0)
            axes.plot(
                [0, p], [i, i], color=POSTERIOR.colour, linewidth=4.5, alpha=0.25, solid_capstyle="butt"
            )
            axes.plot([prior[name]] * 2, [i - 0.3, i + 0.3], color=PRIOR.colour, linewidth=1.4)
            axes.plot(
                [max(0.0, p - 2 * error), _upper(last, name)], [i, i], color=POSTERIOR.colour, linewidth=1.6
            )
            axes.plot([p], [i], color=POSTERIOR.colour, marker="o", markersize=5.5)
            axes.text(1.02, i, percent(p), va="center", size=FONT_PT, transform=axes.get_yaxis_transform())
        axes.set_xlim(-0.015 * top, 1.05 * top)
        axes.set_xlabel("probability")

    return Panel(
        draw,
        title="Prior and posterior",
        width=4.7,
        height=0.85 + 0.27 * len(names),
        left=label_width(names),
        right=0.8,
    )


def _upper(step: Step, name: str) -> float:
    """Upper end of a probability's Monte Carlo error."""
    return min(1.0, step.probability[name] + 2 * step.error.get(name, 0.0))


def _factors(pieces: list[Numbers], names: list[str], called: Mapping[str, str]) -> Panel:
    values = np.array([[float(e["odds_factor"].get(n) or 0.0) for e in pieces] for n in names])
    with np.errstate(divide="ignore"):
        logs = np.clip(np.log10(values), -2, 2)
    tint = np.clip(np.abs(logs) / 1.3, 0, 1)
    roles = [["blue" if v > 0 else "vermilion" for v in row] for row in logs]
    texts = [[factor(v) for v in row] for row in values]

    def draw(axes: Any) -> None:
        matrix(axes, tint, texts, roles)
        axes.set_yticks(range(len(names)), names)
        axes.set_xticks(range(len(pieces)), [called[str(e["id"])] for e in pieces])
        axes.tick_params(axis="x", labelcolor=LIGHT["muted"])

    return Panel(
        draw,
        title="What each piece of evidence did",
        width=4.7,
        height=0.85 + 0.27 * len(names),
        left=label_width(names),
        right=0.1,
    )


def _key(pieces: list[Numbers], called: Mapping[str, str]) -> str:
    return "; ".join(f"{called[str(e['id'])]}: {finding(e)}" for e in pieces)


def factor(value: float) -> str:
    """A Bayes factor as a multiplication or a division, whichever is easier to say."""
    if not math.isfinite(value) or value <= 0:
        return "÷ >1000"
    if value >= 0.995:
        return f"× {value:.1f}"
    return (
        f"÷ {1 / value:.1f}" if 1 / value < 100 else f"÷ {1 / value:.0f}" if 1 / value < 1000 else "÷ >1000"
    )


def _title(posterior: Numbers, called: Called) -> str:
    ordered = sorted(posterior, key=lambda n: -posterior[n])
    if len(ordered) == 1:
        return f"{capital(called(ordered[0]))} is the only mechanism weighed"
    gone = [n for n in posterior if posterior[n] < 0.01]
    leading = [n for n in ordered if verdict(posterior[n], posterior[ordered[0]]) == "leading"]
    lead = f"{capital(called(ordered[0]))} leads with {share(posterior[ordered[0]])}"
    if len(leading) > 1:
        held = share(sum(posterior[n] for n in leading))
        lead = f"{capital(counted(len(leading), 'mechanism'))} lead and hold {held} between them"
    who = several(gone, called, noun="others")
    return f"{lead}; {who} {'falls' if len(gone) == 1 else 'fall'} below 1%" if gone else lead
