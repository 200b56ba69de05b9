"""Names that were probably meant, and lists of names for a message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`Did you mean "x"?` when one known name is close to what was written, else ""."""
    names = {name.lower(): name for name in known}
    text = str(word).strip().lower()
    if text.isdigit():
        return ""  # a number that looks like another number says nothing about what was meant
    close = difflib.get_close_matches(text, list(names), n=1, cutoff=0.6)
    if not close:
        # a word that only lost or gained its tail ("ket" for "ketamine") is below the ratio's cutoff
        close = [name for name in names if len(text) > 2 and (name.startswith(text) or text.startswith(name))]
    return f'Did you mean "{names[close[0]]}"?' if close else ""


def listing(names: Iterable[str]) -> str:
    """The names in a row, shortened when there are very many."""
    words = list(names)
    if not words:
        return "(none)"
    return ", ".join(words if len(words) <= 24 else [*words[:24], f"and {len(words) - 24} more"])
