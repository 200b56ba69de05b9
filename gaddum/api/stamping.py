"""Provenance inside pictures: an SVG's `metadata` element, a PNG's text under the keyword `Comment`.

Source: PNG specification, third edition, 11.3.3.4 (iTXt).
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

KEYWORD = b"Comment"
HEADER_BYTES = 8 + 25
"""Signature and the first chunk, IHDR, after which text may stand."""


def stamp(picture: Path, text: str) -> None:
    """Write a text into a picture's file; what is seen does not change."""
    content = picture.read_bytes()
    picture.write_bytes({".svg": stamp_svg, ".png": stamp_png}[picture.suffix](content, text))


def stamp_svg(content: bytes, text: str) -> bytes:
    """The SVG with a `metadata` element as its first child."""
    svg = content.decode("utf-8")
    inside = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:inside]}<metadata>{escape(text)}</metadata>{svg[inside:]}".encode()


def stamp_png(content: bytes, text: str) -> bytes:
    """The PNG with a chunk of uncompressed international text after its header."""
    body = b"iTXt" + KEYWORD + b"\0\0\0\0\0" + text.encode("utf-8")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return content[:HEADER_BYTES] + chunk + content[HEADER_BYTES:]
