"""What a figure is made of: panels that know how to draw themselves, a key, and words.

A figure is a row of small panels rather than one large canvas, so that the page can set three of
them side by side on a desk and one below the other on a phone, with lettering that stays legible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gaddum.report.theme import Style

Numbers = dict[str, Any]
Draw = Callable[[Any], None]


@dataclass(frozen=True)
class Panel:
    """One set of axes, with its size and margins in inches.

    `subtitle` stands below the title, `note` to its right.
    """

    draw: Draw
    title: str = ""
    subtitle: str = ""
    note: str = ""
    width: float = 3.1
    height: float = 2.15
    left: float = 0.52
    right: float = 0.12
    top: float = 0.3
    bottom: float = 0.42


@dataclass(frozen=True)
class Entry:
    """One line of a figure's key.  `kind` is line, point, band, bar or mark."""

    label: str
    style: Style
    kind: str = "line"


@dataclass(frozen=True)
class Plot:
    """A figure: what it shows (`title` says the finding), how to read it, and what it looks like.

    Attributes:
        name: Short name, part of its file names.
        title: The finding, in words computed from the numbers where that is possible.
        caption: How to read it, with the number of trials behind it.
        alt: The picture in words, for those who do not see it.
        panels: What is drawn.
        columns: Panels side by side where there is room.
        key: What the styles mean.
    """

    name: str
    title: str
    caption: str
    alt: str
    panels: tuple[Panel, ...]
    columns: int = 3
    key: tuple[Entry, ...] = field(default=())
