"""Drawing: each panel once, as SVG and as pixels, then pieced together for page and files.

Nothing depends on the clock or on global state, so the same numbers give the same bytes.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from gaddum.report import svg as svgs
from gaddum.report.plot import Entry, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, RC

if TYPE_CHECKING:
    import numpy as np

DPI = 180
GAP_PT = 9.0


@dataclass(frozen=True)
class Drawing:
    """A drawn figure: SVG elements for the page, and the two files."""

    inline: tuple[str, ...]
    width_in: float
    svg: str
    png: bytes


def render(plot: Plot, prefix: str) -> Drawing:
    """Draw every panel of a figure and piece the files together."""
    import warnings

    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        matplotlib.rcdefaults()  # a reader's own settings must not change the report
        settings: Any = RC
        matplotlib.rcParams.update(settings)
        drawn = [_draw(panel) for panel in plot.panels]
        key = _draw(_key_panel(plot)) if plot.key else None
    parts = tuple(svgs.inline(svg, f"{prefix}-{i}-") for i, (svg, _) in enumerate(drawn))
    rows = _rows(drawn, plot.columns)
    if key is not None:
        rows.insert(0, [key])
    return Drawing(parts, max(panel.width for panel in plot.panels), _sheet(plot, rows), _pixels(plot, rows))


def _draw(panel: Panel) -> tuple[str, np.ndarray[Any, Any]]:
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(panel.width, panel.height))
    axes = figure.add_axes(
        (
            panel.left / panel.width,
            panel.bottom / panel.height,
            1 - (panel.left + panel.right) / panel.width,
            1 - (panel.top + panel.bottom) / panel.height,
        )
    )
    panel.draw(axes)
    top = 1 - 0.06 / panel.height
    if panel.title:
        figure.text(0.0, top, panel.title, va="top", weight="bold", size=FONT_PT + 0.5)
    if panel.subtitle:
        lower = top - 0.165 / panel.height
        figure.text(0.0, lower, panel.subtitle, va="top", color=LIGHT["muted"], size=FONT_PT)
    if panel.note:
        figure.text(
            1 - panel.right / panel.width,
            top,
            panel.note,
            va="top",
            ha="right",
            color=LIGHT["muted"],
            size=FONT_PT - 0.5,
        )
    figure.patch.set_visible(False)
    axes.patch.set_visible(False)
    stream = io.StringIO()
    vector: Any = FigureCanvasSVG(figure)
    vector.print_svg(stream, metadata={"Date": None, "Creator": None})
    figure.set_dpi(DPI)
    figure.patch.set_visible(True)
    figure.patch.set_facecolor("white")
    raster: Any = FigureCanvasAgg(figure)
    raster.draw()
    return svgs.compact(stream.getvalue()), np.asarray(raster.buffer_rgba())[:, :, :3].copy()


def _key_panel(plot: Plot) -> Panel:
    columns = min(plot.columns, len(plot.panels))
    width = plot.panels[0].width * columns + GAP_PT / 72 * (columns - 1)

    def draw(axes: Any) -> None:
        axes.axis("off")
        handles = [_handle(entry) for entry in plot.key]
        axes.legend(
            handles,
            [entry.label for entry in plot.key],
            loc="upper left",
            frameon=False,
            ncols=per_row,
            borderaxespad=0,
            borderpad=0,
            handlelength=2.6,
            columnspacing=1.6,
        )

    longest = max(len(entry.label) for entry in plot.key)
    per_row = max(1, min(len(plot.key), int(width / (0.55 + 0.075 * longest))))
    height = 0.08 + 0.18 * math.ceil(len(plot.key) / per_row)
    return Panel(draw, width=width, height=height, left=0.05, right=0, top=0.02, bottom=0)


def _handle(entry: Entry) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    style = entry.style
    if entry.kind in ("band", "bar"):
        return Patch(facecolor=style.colour, alpha=0.25 if entry.kind == "band" else 0.75, linewidth=0)
    dash: Any = style.dash if entry.kind in ("line", "curve") else "none"
    return Line2D(
        [],
        [],
        color=style.colour,
        linestyle=dash,
        marker=None if entry.kind == "curve" else style.marker,
        markerfacecolor=LIGHT["paper"] if entry.kind == "mark" else style.colour,
    )


Drawn = tuple[str, "np.ndarray[Any, Any]"]


def _rows(drawn: list[Drawn], columns: int) -> list[list[Drawn]]:
    return [drawn[i : i + columns] for i in range(0, len(drawn), columns)]


def _sheet(plot: Plot, rows: list[list[Drawn]]) -> str:
    """One stand-alone SVG file with all panels, on white."""
    pieces, y, width = [], GAP_PT, 0.0
    for r, row in enumerate(rows):
        x, tallest = GAP_PT, 0.0
        for c, (svg, _) in enumerate(row):
            pieces.append(svgs.nested(svg, f"p{r}-{c}-", x, y))
            w, h = svgs.size_pt(svg)
            x, tallest = x + w + GAP_PT, max(tallest, h)
        y, width = y + tallest + GAP_PT, max(width, x)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:.2f}pt" height="{y:.2f}pt" viewBox="0 0 {width:.2f} {y:.2f}" version="1.1">'
        f"<title>{escape(plot.title)}</title><desc>{escape(plot.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>' + "".join(pieces) + "</svg>\n"
    )


def _pixels(plot: Plot, rows: list[list[Drawn]]) -> bytes:
    """The same sheet as PNG."""
    import numpy as np
    from PIL import Image, PngImagePlugin

    gap = round(GAP_PT / 72 * DPI)
    width = max(sum(image.shape[1] + gap for _, image in row) for row in rows) + gap
    height = sum(max(image.shape[0] for _, image in row) + gap for row in rows) + gap
    sheet = np.full((height, width, 3), 255, dtype=np.uint8)
    y = gap
    for row in rows:
        x = gap
        for _, image in row:
            sheet[y : y + image.shape[0], x : x + image.shape[1]] = image
            x += image.shape[1] + gap
        y += max(image.shape[0] for _, image in row) + gap
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Title", plot.title)
    info.add_itxt("Description", plot.alt)
    stream = io.BytesIO()
    Image.fromarray(sheet).save(stream, format="PNG", pnginfo=info, dpi=(DPI, DPI), compress_level=6)
    return stream.getvalue()
