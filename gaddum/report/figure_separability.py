"""How far apart the results are that two mechanisms predict for this design."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaddum.report.drawing import label_width, matrix
from gaddum.report.names import Called, in_prose
from gaddum.report.phrases import counted, fixed, listed, spelled
from gaddum.report.plot import Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT

CLOSE = 0.2


def plot_separability(numbers: Numbers) -> Plot | None:
    """A square table of total-variation distances."""
    given: Numbers = (numbers.get("weigh") or {}).get("separability") or {}
    names = list(given.get("names") or ())
    if len(names) < 2:
        return None
    values = np.array([[np.nan if v is None else v for v in row] for row in given["matrix"]], dtype=float)
    if values.shape != (len(names), len(names)):
        raise ValueError("the matrix is not square in the names")

    def draw(axes: Any) -> None:
        texts = [
            ["" if i == j else fixed(values[i, j], 2) for j in range(len(names))] for i in range(len(names))
        ]
        matrix(axes, values, texts, [["blue"] * len(names)] * len(names))
        axes.set_yticks(range(len(names)), names)
        axes.set_xticks(
            range(len(names)), names, rotation=38, ha="right", rotation_mode="anchor", size=FONT_PT - 0.5
        )

    margin = label_width(names)
    title = _title(names, values, in_prose(numbers))
    return Plot(
        name="separability",
        title=title,
        caption=(
            "Total-variation distance between the results that two mechanisms predict: 0, the design cannot "
            "tell them "
            f"apart at all; 1, a single trial always does. Below {CLOSE} a trial of this size is close to "
            "blind."
        ),
        alt=f"Table of distances between predicted results of {listed(names)}. {title}.",
        panels=(
            Panel(
                draw,
                width=0.1 + margin + 0.37 * len(names),
                height=0.17 + 0.6 * margin + 0.25 * len(names),
                left=margin,
                top=0.1,
                bottom=0.07 + 0.6 * margin,
                right=0.1,
            ),
        ),
        columns=1,
    )


def _title(names: list[str], values: Any, called: Called) -> str:
    pairs = [
        (float(values[i, j]), names[i], names[j])
        for i in range(len(names))
        for j in range(i + 1, len(names))
        if np.isfinite(values[i, j])
    ]
    close = sum(1 for distance, _, _ in pairs if distance < CLOSE)
    if not pairs:
        return "Distances between what the mechanisms predict"
    if close:
        verb = "predicts" if close == 1 else "predict"
        return (
            f"Of {counted(len(pairs), 'pair')} of mechanisms, {spelled(close)} {verb} nearly the same results"
        )
    distance, a, b = min(pairs)
    return f"The closest pair, {called(a)} and {called(b)}, still differs ({fixed(distance, 2)} of 1)"
