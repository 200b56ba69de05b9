"""Rating scales: items, scoring, missing-item rules, thresholds and rights; one file per scale.

    get(id)               a scale by its id
    known()               ids of the scales there are
    score(id, items)      the total and subscales of one sheet
    load_file(path)       add a scale from a YAML file

Where the rights of a scale forbid its text, its file holds short labels only.
"""

from __future__ import annotations

from collections.abc import Mapping

from gaddum.instruments.base import Band, Instrument, Item, Missing, Rights
from gaddum.instruments.library import forget, get, known, load_file, read_file
from gaddum.instruments.scoring import Score, score_sheet

__all__ = [
    "Band",
    "Instrument",
    "Item",
    "Missing",
    "Rights",
    "Score",
    "forget",
    "get",
    "known",
    "load_file",
    "read_file",
    "score",
]


def score(id: str, items: Mapping[str, int | None] | Mapping[int, int | None]) -> Score:
    """Score a sheet of one rating scale.

    Args:
        id: The scale, such as `hamd17`.
        items: Value of each item by its id (text or number); None, or left out, is missing.

    Raises:
        Problems: GAD-INST-13 for each unknown item, GAD-INST-14 for each value an item does not allow.
        GaddumError: GAD-INST-11 if there is no such scale.
    """
    return score_sheet(get(id), items)
