"""The opioid share: how much of ketamine's effect runs through opioid receptors in the mixture."""

from __future__ import annotations

from typing import Any

from gaddum.report.drawing import floats
from gaddum.report.phrases import fixed, listed
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import DASHDOT, DASHED, DOTTED, LIGHT, LONG, Style

PRIOR, POSTERIOR = Style("faint", DOTTED), Style("blue")
PIECES = (Style("vermilion", DASHED), Style("green", DASHDOT), Style("purple", LONG), Style("brown", DASHED))


def plot_phi(numbers: Numbers) -> Plot | None:
    """Prior, each piece of evidence alone, and the posterior of the opioid share."""
    weigh: Numbers = numbers.get("weigh") or {}
    phi: Numbers = weigh.get("phi") or {}
    if not phi.get("grid") or not phi.get("posterior"):
        return None
    titles = {e["id"]: str(e.get("title") or e["id"]) for e in weigh.get("evidence") or ()}
    pieces = list((phi.get("by_evidence") or {}).items())
    grid = floats(phi["grid"])

    def draw(axes: Any) -> None:
        posterior = floats(phi["posterior"])
        axes.fill_between(grid, 0, posterior, color=POSTERIOR.colour, alpha=0.18, linewidth=0)
        if phi.get("prior"):
            axes.plot(grid, floats(phi["prior"]), color=PRIOR.colour, linestyle=PRIOR.dash)
        for (_, density), style in zip(pieces, PIECES, strict=False):
            axes.plot(grid, floats(density), color=style.colour, linestyle=style.dash)
        axes.plot(grid, posterior, color=POSTERIOR.colour, linewidth=2)
        top = 1.22 * max(posterior.max(), 1e-9)
        if phi.get("p05") is not None and phi.get("p95") is not None:
            y = 0.91 * top
            axes.plot(
                [phi["p05"], phi["p95"]], [y, y], color=LIGHT["ink"], linewidth=1.5, solid_capstyle="butt"
            )
            if phi.get("mean") is not None:
                axes.plot([phi["mean"]], [y], marker="D", color=LIGHT["ink"], markersize=5)
        axes.set_xlim(float(grid[0]), float(grid[-1]))
        axes.set_ylim(0, top)
        axes.grid(axis="y")
        axes.set_xlabel("opioid share φ: 0 none of the effect, 1 all of it")
        axes.set_ylabel("probability density")

    entries = [Entry("prior", PRIOR, "curve")] if phi.get("prior") else []
    entries += [
        Entry(f"{titles.get(i, i)} alone", style, "curve")
        for (i, _), style in zip(pieces, PIECES, strict=False)
    ]
    entries.append(Entry("posterior", POSTERIOR, "curve"))
    return Plot(
        name="phi",
        title=_title(phi),
        caption=(
            "Within the mixture, a share φ of the effect needs opioid receptors and 1 − φ does not. Shaded: "
            "posterior "
            "from all evidence used; broken lines: prior, and each piece of evidence on its own. Diamond "
            "and line: "
            "posterior mean and the interval that holds 90%."
        ),
        alt=f"Probability density of the opioid share: {_title(phi)}; "
        f"separately from {listed(titles.get(i, i) for i, _ in pieces) or 'nothing'}.",
        panels=(Panel(draw, width=4.7, height=2.5, top=0.1),),
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
