"""A figure's key as small drawings for the page, where it can wrap like text."""

from __future__ import annotations

from gaddum.report.plot import Entry

_MARKERS = {
    "o": '<circle cx="14" cy="6" r="3.4"/>',
    "s": '<path d="M10.8 2.8h6.4v6.4h-6.4z"/>',
    "D": '<path d="M14 1.8 18.2 6 14 10.2 9.8 6z"/>',
    "^": '<path d="M14 2 18 9.4h-8z"/>',
    "v": '<path d="M14 10 18 2.6h-8z"/>',
    "P": '<path d="M12.4 2.4h3.2v2h2v3.2h-2v2h-3.2v-2h-2V4.4h2z"/>',
    "X": '<path d="M11 3l6 6m0-6-6 6" stroke-width="2.2"/>',
    "h": '<path d="M14 1.8 17.6 4v4L14 10.2 10.4 8V4z"/>',
    "*": '<path d="M14 1.6l1.3 3 3.2.2-2.5 2.1.8 3.1-2.8-1.7-2.8 1.7.8-3.1-2.5-2.1 3.2-.2z"/>',
    "|": '<path d="M14 1v10" stroke-width="2"/>',
}


def swatch(entry: Entry) -> str:
    """An inline SVG of 28 by 12 that shows line, marker, band or bar."""
    style = entry.style
    colour = f"var(--{style.role})"
    if entry.kind in ("band", "bar"):
        opacity = 0.25 if entry.kind == "band" else 0.75
        shape = f'<path d="M5 1h18v10H5z" fill="{colour}" fill-opacity="{opacity}" stroke="none"/>'
    else:
        shape = ""
        if entry.kind in ("line", "curve"):
            dashes = style.dash[1]
            array = f' stroke-dasharray="{" ".join(f"{1.7 * d:.1f}" for d in dashes)}"' if dashes else ""
            shape = f'<path d="M1 6h26" fill="none" stroke-width="2"{array}/>'
        if entry.kind != "curve":
            fill = "var(--paper)" if entry.kind == "mark" else colour
            shape += f'<g fill="{fill}">{_MARKERS.get(style.marker, _MARKERS["o"])}</g>'
    head = f'<svg class="swatch" viewBox="0 0 28 12" aria-hidden="true" stroke="{colour}" stroke-width="1.2">'
    return f"{head}{shape}</svg>"
