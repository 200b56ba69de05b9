"""Strokes that several figures share: fans, a compressed time axis, rows of labelled intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.report.phrases import clock
from gaddum.report.theme import FONT_PT, LIGHT, Style

Array = np.ndarray[Any, Any]

_HOURS = (0, 1, 2, 4, 8, 24, 72, 168, 336, 672, 1344, 2688, 5376)


def floats(values: Any) -> Array:
    """Numbers as an array; a missing one is not a number."""
    return np.asarray([np.nan if v is None else v for v in values], dtype=float)


def compress(hours: Any, width: float) -> Array:
    """Time on an axis that is linear up to about `width` hours and logarithmic after."""
    scaled: Array = np.arcsinh(np.asarray(hours, dtype=float) / width)
    return scaled


def time_axis(axes: Any, first: float, last: float, width: float, least: float = 0.095) -> None:
    """Ticks at the times a clinician names, as far apart as lettering needs."""
    low, high = compress([first, last], width)
    axes.set_xlim(low - 0.01 * (high - low), high + 0.02 * (high - low))
    kept: list[float] = []
    days = width >= 24
    for hour in _HOURS:
        if days and hour % 24:
            continue
        place = float(compress(hour, width))
        if low <= place <= high and (
            not kept or place - float(compress(kept[-1], width)) >= least * (high - low)
        ):
            kept.append(float(hour))
    axes.set_xticks(compress(kept, width), [f"{h / 24:g}" if days else _tick(h) for h in kept])


def _tick(hours: float) -> str:
    return "0" if hours == 0 else (f"{hours:g}\u2009h" if hours < 24 else f"{hours / 24:g}\u2009d")


def visits(axes: Any, hours: Iterable[float], width: float, low: float, high: float) -> None:
    """Faint upright lines where the protocol places a visit."""
    for hour in hours:
        if low <= hour <= high:
            axes.axvline(float(compress(hour, width)), color=LIGHT["grid"], linewidth=0.9, zorder=0)


def fan(
    axes: Any,
    x: Array,
    bands: Mapping[str, Any],
    style: Style,
    scale: float = 1.0,
    middle: str = "p50",
    floor: float | None = None,
    outer: bool = True,
) -> None:
    """Middle line, inner half and outer nine tenths of a bundle of curves.

    `middle` is the line, with a point at each value where it is the mean; below `floor` nothing is drawn;
    without `outer` the inner half is all.
    """
    for low, high, alpha in (("p05", "p95", 0.13), ("p25", "p75", 0.22))[0 if outer else 1 :]:
        if bands.get(low) is not None and bands.get(high) is not None:
            below, above = scale * floats(bands[low]), scale * floats(bands[high])
            if floor is not None:
                below, above = np.maximum(below, floor), np.where(above < floor, np.nan, above)
            axes.fill_between(x, below, above, color=style.colour, alpha=alpha, linewidth=0)
    other = "mean" if middle == "p50" else "p50"
    line = bands.get(middle) if bands.get(middle) is not None else bands.get(other)
    if line is not None:
        values = scale * floats(line)
        axes.plot(
            x,
            values if floor is None else np.where(values < floor, np.nan, values),
            color=style.colour,
            linestyle=style.dash,
            marker=style.marker if middle == "mean" else None,
        )


def log_axis(axes: Any, top: float, decades: int = 4) -> float:
    """An upright axis of so many powers of ten below `top`, with plain numbers; returns its foot."""
    foot = top * 10.0**-decades
    axes.set_yscale("log", nonpositive="mask")
    axes.set_ylim(foot, 1.6 * top)
    powers = [10.0**k for k in range(math.ceil(math.log10(foot)), math.floor(math.log10(1.6 * top)) + 1)]
    axes.set_yticks(powers, [f"{power:.10g}" for power in powers])
    axes.set_yticks([], minor=True)
    return foot


def rows(axes: Any, labels: Sequence[str], stripes: bool = True) -> None:
    """Labelled rows from top to bottom, every other one lined."""
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0, labelcolor=LIGHT["ink"])
    axes.spines["left"].set_visible(False)
    if stripes:
        for i in range(len(labels)):
            axes.axhline(i, color=LIGHT["grid"], linewidth=0.7, zorder=0)


def interval(
    axes: Any, y: float, low: float, middle: float, high: float, style: Style, hollow: bool = False
) -> None:
    """A point with its interval in one row."""
    axes.plot([low, high], [y, y], color=style.colour, linewidth=1.5, solid_capstyle="butt")
    axes.plot(
        [middle],
        [y],
        color=style.colour,
        linestyle="none",
        marker=style.marker,
        markersize=5.5,
        markerfacecolor=LIGHT["paper"] if hollow else style.colour,
    )


def matrix(axes: Any, values: Array, texts: Sequence[Sequence[str]], roles: Sequence[Sequence[str]]) -> None:
    """A table of cells, each tinted by its value in 0 to 1 and carrying its number."""
    from matplotlib.patches import Rectangle

    n_rows, n_columns = values.shape
    for i in range(n_rows):
        for j in range(n_columns):
            weight = 0.0 if not np.isfinite(values[i, j]) else float(np.clip(values[i, j], 0, 1))
            axes.add_patch(
                Rectangle(
                    (j - 0.48, i - 0.47),
                    0.96,
                    0.94,
                    facecolor=LIGHT[roles[i][j]],
                    alpha=0.6 * weight,
                    linewidth=0,
                )
            )
            axes.text(j, i, texts[i][j], ha="center", va="center", size=FONT_PT - 0.5)
    axes.set_xlim(-0.5, n_columns - 0.5)
    axes.set_ylim(n_rows - 0.5, -0.5)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelcolor=LIGHT["ink"])


def label_width(labels: Iterable[str]) -> float:
    """Inches to leave for row labels."""
    return 0.16 + 0.068 * max((len(label) for label in labels), default=4)


def at(hours: float) -> str:
    """When, in words for a sentence: `40 min after the start`, `at the start`."""
    return (
        "at the start"
        if hours == 0
        else f"{clock(abs(hours))} {'before' if hours < 0 else 'after'} the start"
    )
