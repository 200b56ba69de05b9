"""From the drawing program's SVG to one that can live inside a page.

Identifiers are made unique, colours become CSS variables of the page's theme, fixed sizes go, and
numbers lose the digits no eye can see.
"""

from __future__ import annotations

import re

from gaddum.report.theme import LIGHT

_ROLE_OF = {colour: role for role, colour in LIGHT.items()}
_COLOUR = re.compile("|".join(map(re.escape, _ROLE_OF)))
_DIGITS = re.compile(r"(\d\.\d\d)\d+")
_ATTRIBUTE = re.compile(r'(\s(?:d|x|y|width|height|points|transform)=")([^"]*)(")')
_ID = re.compile(r'\sid="([^"]*)"')
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^")]*)')
_FONT = re.compile(r"font(?:-family)?: ([\d.]+px) [^;\"]*")


def compact(svg: str) -> str:
    """The same picture in fewer bytes: no prologue, no metadata, two decimals."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = _ATTRIBUTE.sub(lambda m: m[1] + re.sub(r"\s+", " ", _DIGITS.sub(r"\1", m[2])).strip() + m[3], svg)
    return re.sub(r">\s+<", "><", svg).strip()


def unique_ids(svg: str, prefix: str) -> str:
    """Identifiers that something refers to get the prefix; the others go."""
    used = set(_REFERENCE.findall(svg))
    svg = _ID.sub(lambda m: f' id="{prefix}{m[1]}"' if m[1] in used else "", svg)
    return re.sub(r'(url\(#|href="#)', lambda m: m[1] + prefix, svg)


def themed(svg: str) -> str:
    """Colours of the palette become the page's variables."""
    return _COLOUR.sub(lambda m: f"var(--{_ROLE_OF[m[0]]})", svg)


def inline(svg: str, prefix: str) -> str:
    """An `<svg>` element for the page: scales with its box, takes the page's colours and font."""
    svg = unique_ids(svg, prefix).replace("xlink:href", "href")
    head, body = svg.split(">", 1)
    box = re.search(r'viewBox="([^"]*)"', head)
    body = _FONT.sub(r"font-size: \1", body)
    return f'<svg viewBox="{box[1] if box else ""}" aria-hidden="true" focusable="false">{themed(body)}'


def size_pt(svg: str) -> tuple[float, float]:
    """Width and height of a compact SVG, in points."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        raise ValueError("no viewBox")
    return float(box[1]), float(box[2])


def nested(svg: str, prefix: str, x: float, y: float) -> str:
    """The picture as an element to be placed inside another SVG."""
    width, height = size_pt(svg)
    body = unique_ids(svg, prefix).split(">", 1)[1]
    return f'<svg x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}">{body}'
