"""The opioid share: how much of ketamine's effect runs through opioid receptors in the mixture."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import numpy as np

from gaddum.report.drawing import Array, floats
from gaddum.report.names import labels
from gaddum.report.phrases import fixed, listed
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import DASHDOT, DASHED, DOTTED, LIGHT, LONG, Style

PRIOR, POSTERIOR = Style("faint", DOTTED), Style("blue")
PIECES = (
    Style("vermilion", DASHED), Style("green", DASHDOT), Style("purple", LONG), Style("brown", DASHED),
    Style("pink", DASHDOT), Style("orange", LONG),
)  # fmt: skip
SPARSE = 40
"""With fewer values of the share than this, the posterior's own values are marked on the curve."""


def smooth(grid: Array, density: Array, places: Array) -> Array:
    """A density between its values: a monotone cubic through their logarithms.

    It passes through every value, is never negative and has no bumps of its own.
    """
    from scipy.interpolate import PchipInterpolator

    top = float(np.nanmax(density))
    if top <= 0 or len(grid) < 3 or not np.isfinite(density).all():
        return np.interp(places, grid, density)
    curve: Array = np.exp(PchipInterpolator(grid, np.log(np.maximum(density, 1e-5 * top)))(places))
    return curve


def plot_phi(numbers: Numbers) -> Plot | None:
    """Prior, each piece of evidence alone, and the posterior of the opioid share."""
    weigh: Numbers = numbers.get("weigh") or {}
    phi: Numbers = weigh.get("phi") or {}
    if not phi.get("grid") or not phi.get("posterior"):
        return None
    titles = {e["id"]: str(e.get("title") or e["id"]) for e in weigh.get("evidence") or ()}
    called = labels(weigh)
    pieces = list(zip((phi.get("by_evidence") or {}).items(), cycle(PIECES), strict=False))
    grid = floats(phi["grid"])
    fine = np.unique(np.concatenate([np.linspace(grid[0], grid[-1], 161), grid]))

    def draw(axes: Any) -> None:
        values = floats(phi["posterior"])
        posterior = smooth(grid, values, fine)
        top = float(np.nanmax(posterior))
        axes.fill_between(fine, 0, posterior, color=POSTERIOR.colour, alpha=0.18, linewidth=0)
        if phi.get("prior"):
            axes.plot(grid, floats(phi["prior"]), color=PRIOR.colour, linestyle=PRIOR.dash)
        for (_, density), style in pieces:
            curve = smooth(grid, floats(density), fine)
            top = max(top, float(np.nanmax(curve)))
            axes.plot(fine, curve, color=style.colour, linestyle=style.dash)
        axes.plot(fine, posterior, color=POSTERIOR.colour, linewidth=2)
        if len(grid) < SPARSE:
            axes.plot(grid, values, color=POSTERIOR.colour, linestyle="none", marker="o", markersize=3.5)
        top = max(top, 1e-9)
        if phi.get("p05") is not None and phi.get("p95") is not None:
            y = 1.12 * top
            axes.plot(
                [phi["p05"], phi["p95"]], [y, y], color=LIGHT["ink"], linewidth=1.5, solid_capstyle="butt"
            )
            if phi.get("mean") is not None:
                axes.plot([phi["mean"]], [y], marker="D", color=LIGHT["ink"], markersize=5)
        axes.set_xlim(float(grid[0]) - 0.01, float(grid[-1]) + 0.01)
        axes.set_ylim(0, 1.22 * top)
        axes.grid(axis="y")
        axes.set_xlabel("opioid share φ: 0 none of the effect, 1 all of it")
        axes.set_ylabel("probability density")

    def alone(identifier: str) -> str:
        return f"{called[identifier]} alone" if identifier in called else f"{identifier} alone"

    entries = [Entry("prior", PRIOR, "curve")] if phi.get("prior") else []
    entries += [Entry(alone(i), style, "curve") for (i, _), style in pieces]
    entries.append(Entry("posterior", POSTERIOR, "curve"))
    key = "; ".join(f"{called[i]}: {titles[i]}" for (i, _), _ in pieces if i in called)
    points = "; points: the shares that were simulated" if len(grid) < SPARSE else ""
    return Plot(
        name="phi",
        title=_title(phi),
        caption=(
            "Within the mixture, a share φ of the effect needs opioid receptors and 1 − φ does not. Shaded: "
            f"posterior from all evidence used{points}; broken lines: prior, and each piece of evidence on "
            "its own. Diamond and line: posterior mean and the interval that holds 90%."
            + f" {key}."
            * bool(key)
        ),
        alt=f"Probability density of the opioid share: {_title(phi)}; "
        f"separately from {listed(titles.get(i, i) for (i, _), _ in pieces) or 'nothing'}.",
        panels=(Panel(draw, width=4.9, height=2.7, top=0.1),),
        columns=1,
        key=tuple(entries),
    )


def _title(phi: Numbers) -> str:
    if phi.get("mean") is None:
        return "The opioid share of the effect"
    text = f"The opioid share is put at {fixed(phi['mean'], 2)}"
    if phi.get("p05") is not None and phi.get("p95") is not None:
        text += f", with 90% probability between {fixed(phi['p05'], 2)} and {fixed(phi['p95'], 2)}"
    return text
