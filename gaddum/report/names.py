"""What mechanisms and published findings are called: titles in sentences, short names in tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from gaddum.report.phrases import listed, spelled
from gaddum.report.plot import Numbers

Called = Callable[[str], str]

_STUDY = re.compile(r"([^\W\d_]+)-?((?:19|20)\d\d)")
_CITED = re.compile(r"^\W*([^\W\d_][^\s,]*).*?\b((?:19|20)\d\d)\b", re.S)


def in_prose(numbers: Numbers) -> Called:
    """A function from a mechanism's short name to its title as it reads inside a sentence."""
    mechanisms: Mapping[str, Numbers] = numbers.get("mechanisms") or {}
    titles = {name: lowered(str(m.get("title") or name)) for name, m in mechanisms.items()}
    return lambda name: titles.get(name, name)


def lowered(title: str) -> str:
    """A title with a small first letter, unless it starts with an abbreviation or a symbol."""
    return title if title[1:2].isupper() or not title[1:2].isalpha() else title[:1].lower() + title[1:]


def several(names: Sequence[str], called: Called, most: int = 3, noun: str = "mechanisms") -> str:
    """Titles in a list, or only how many there are where the list would be long."""
    return listed(map(called, names)) if len(names) <= most else f"{spelled(len(names))} {noun}"


def labels(weigh: Numbers) -> dict[str, str]:
    """`E1`, `E2`, … for each piece of evidence, in the order of the table of evidence."""
    return {str(e.get("id")): f"E{i}" for i, e in enumerate(weigh.get("evidence") or (), start=1)}


def study(piece: Numbers) -> str:
    """First author and year, from the citation or else from the identifier; empty where neither has them."""
    found = _CITED.match(str(piece.get("citation") or "")) or _STUDY.match(str(piece.get("id") or ""))
    return f"{found[1][:1].upper()}{found[1][1:]} {found[2]}" if found else ""


def studies_named(text: str) -> str:
    """Identifiers of studies inside a text as a reader would say them: `williams2018` as Williams 2018."""
    return re.sub(rf"\b{_STUDY.pattern}\b", lambda m: f"{m[1].capitalize()} {m[2]}", text)


def finding(piece: Numbers) -> str:
    """A piece of evidence in a few words, with the study it comes from."""
    title, origin = str(piece.get("title") or piece.get("id") or ""), study(piece)
    if not origin or origin.lower() in title.lower():
        return title
    return f"{origin} ({title})"
