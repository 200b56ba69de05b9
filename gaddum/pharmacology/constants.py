"""A constant that says where it comes from: value, unit, source and how sure we are.

Compound files declare theirs in YAML; mechanisms and other Python modules declare a tuple `CONSTANTS`
of these at module level.  `gaddum.pharmacology.sources` gathers both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Confidence = Literal["seen", "second-hand", "derived", "assumed", "recalled"]
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
MEANING: dict[str, str] = {
    "seen": "read in a copy of the source itself",
    "second-hand": "read in another document that cites the source with a table pointer",
    "derived": "computed by us from seen or second-hand numbers",
    "assumed": "a modelling choice without a direct datum",
    "recalled": "from memory, not verified",
}


@dataclass(frozen=True)
class Constant:
    """A number used by a model.

    Attributes:
        name: Its symbol or identifier, unique within the module that declares it.
        value: The number, in `unit`.
        unit: Unit as written in the source; "1" or "fraction" if it has none.
        source: Key of the bibliography `sources.yaml`.
        confidence: One of `CONFIDENCES`.
        note: What a reader should know: range, alternatives, caveat.
    """

    name: str
    value: float
    unit: str
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True)
class SourcedConstant:
    """A constant together with the compound or module that uses it."""

    where: str
    name: str
    value: float
    unit: str
    source: str
    confidence: str
    note: str = ""
