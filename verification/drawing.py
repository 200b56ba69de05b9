"""How the pictures of this folder look: white, a light grid, lines for models, points for observations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from gaddum.report.theme import MECHANISM_STYLES

BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#8B5FA8", "#666666"
INK, LIGHT = "#222222", "#c8c8c8"
LOOK: dict[str, Any] = {
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "axes.edgecolor": "#999999",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "font.size": 9,
    "legend.frameon": True,
    "legend.facecolor": "white",
    "legend.edgecolor": "white",
    "legend.framealpha": 0.9,
    "legend.fancybox": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.8,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "savefig.dpi": 160,
}


@contextmanager
def picture(path: Path, columns: int, width: float, height: float, **more: Any) -> Iterator[list[Any]]:
    """Axes side by side; the picture is saved when the block ends.

    Args:
        path: Where to.
        columns: Number of axes.
        width, height: Inches.
        more: For `plt.subplots`.
    """
    with plt.rc_context(LOOK):
        figure, axes = plt.subplots(1, columns, figsize=(width, height), layout="constrained", **more)
        yield list(np.atleast_1d(axes).ravel())
        figure.savefig(path, metadata={"Software": "gaddum"})
        plt.close(figure)


def line_of(mechanism: str) -> dict[str, Any]:
    """Colour and dash of a mechanism, as in the report."""
    style = MECHANISM_STYLES[mechanism.partition(":")[0]]
    return {"color": style.colour, "linestyle": style.dash}


def heat(axis: Any, values: np.ndarray, rows: list[str], columns: list[str], form: str = "{:.2f}") -> None:
    """A matrix of shares in [0, 1] as shaded cells with their numbers."""
    axis.imshow(values, cmap="Blues", vmin=0.0, vmax=max(1e-9, float(values.max())) * 1.15, aspect="auto")
    axis.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    axis.set_yticks(range(len(rows)), rows)
    axis.grid(False)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
    dark = 0.6 * float(values.max())
    for (i, j), value in np.ndenumerate(values):
        axis.text(
            j,
            i,
            form.format(value),
            ha="center",
            va="center",
            fontsize=7.5,
            color="white" if value > dark else INK,
        )
