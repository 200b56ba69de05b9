"""Colours, line styles and lettering, declared once for figures and page.

The palette is Okabe and Ito's, darkened where it would be faint on white, so that it stays apart
for colour-blind readers; every series also has its own dash and marker, so that it reads in grey.
Figures are drawn in the light colours; in the page each colour becomes a CSS variable of the same
role, so that one drawing serves light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LIGHT: dict[str, str] = {
    "ink": "#1c1d21",
    "muted": "#5d6169",
    "faint": "#8d929b",
    "grid": "#e4e6ea",
    "paper": "#ffffff",
    "blue": "#0068ac",
    "vermilion": "#cb5400",
    "orange": "#c98600",
    "green": "#007d5b",
    "pink": "#b8588f",
    "sky": "#3c9fd3",
    "purple": "#6b4ca5",
    "brown": "#7a5a22",
    "slate": "#4f5a68",
}
DARK: dict[str, str] = {
    "ink": "#e9eaee",
    "muted": "#a9aeb8",
    "faint": "#7d828c",
    "grid": "#33373f",
    "paper": "#16181d",
    "blue": "#5fb2f2",
    "vermilion": "#ff9152",
    "orange": "#f2b84b",
    "green": "#43cfa5",
    "pink": "#ea98c6",
    "sky": "#93d2f7",
    "purple": "#b9a0f0",
    "brown": "#cfa866",
    "slate": "#b4bdca",
}

FONT_PT = 8.5
RC: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "gaddum",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": FONT_PT,
    "axes.unicode_minus": True,
    "axes.edgecolor": LIGHT["faint"],
    "axes.labelcolor": LIGHT["muted"],
    "axes.labelsize": FONT_PT,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LIGHT["grid"],
    "grid.linewidth": 0.7,
    "text.color": LIGHT["ink"],
    "xtick.color": LIGHT["faint"],
    "ytick.color": LIGHT["faint"],
    "xtick.labelcolor": LIGHT["muted"],
    "ytick.labelcolor": LIGHT["muted"],
    "xtick.labelsize": FONT_PT,
    "ytick.labelsize": FONT_PT,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "xtick.minor.size": 0,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "path.simplify_threshold": 0.3,
}

Dash = tuple[float, tuple[float, ...] | None]
SOLID: Dash = (0, None)
DASHED: Dash = (0, (5, 2))
DOTTED: Dash = (0, (1.2, 1.6))
DASHDOT: Dash = (0, (6, 1.8, 1.2, 1.8))
LONG: Dash = (0, (9, 2))


@dataclass(frozen=True)
class Style:
    """How one series is drawn: a role of the palette, a dash, a marker."""

    role: str
    dash: Dash = SOLID
    marker: str = "o"

    @property
    def colour(self) -> str:
        """The light colour, which the page replaces by a variable."""
        return LIGHT[self.role]


TREATMENT_STYLES: tuple[Style, ...] = (
    Style("blue", SOLID, "o"),
    Style("vermilion", DASHED, "s"),
    Style("green", DASHDOT, "^"),
    Style("purple", DOTTED, "D"),
    Style("brown", LONG, "v"),
    Style("slate", DASHED, "P"),
)
MECHANISM_STYLES: dict[str, Style] = {
    "nmda-only": Style("blue", SOLID, "o"),
    "mu-agonist": Style("vermilion", SOLID, "s"),
    "opioid-release": Style("orange", DASHED, "D"),
    "opioid-tone": Style("purple", DASHDOT, "^"),
    "allosteric": Style("pink", LONG, "v"),
    "expectancy": Style("green", SOLID, "P"),
    "nocebo": Style("brown", DOTTED, "X"),
    "hnk": Style("sky", DASHED, "h"),
    "mixture": Style("slate", DASHDOT, "*"),
}


def treatment_styles(treatments: Sequence[str]) -> dict[str, Style]:
    """A style for each treatment, in the protocol's order."""
    return {name: TREATMENT_STYLES[i % len(TREATMENT_STYLES)] for i, name in enumerate(treatments)}


def mechanism_style(name: str, index: int = 0) -> Style:
    """The style of a mechanism; one that a user added borrows by its place."""
    known = list(MECHANISM_STYLES.values())
    return MECHANISM_STYLES.get(name, known[index % len(known)])


def css_variables(palette: dict[str, str]) -> str:
    """The palette as CSS declarations (`--blue: …;`)."""
    return " ".join(f"--{role}: {colour};" for role, colour in palette.items())
