"""The constants that a result rests on, each with its citation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gaddum.pharmacology.mechanisms import MECHANISMS
from gaddum.pharmacology.sources import cite, used_constants

if TYPE_CHECKING:
    from gaddum.pharmacology.constants import Constant, SourcedConstant
    from gaddum.pharmacology.mechanisms import Mechanism
    from gaddum.protocol import Protocol

FAMILY = "pharmacology.mechanisms."


def source_rows(protocol: Protocol, mechanisms: tuple[Mechanism, ...]) -> list[dict[str, Any]]:
    """Rows of the report's table of sources: compounds of the protocol, and the models in use.

    Constants of bundled mechanisms that took no part are left out; those of a user's own file are added.
    """
    used = {_key(constant) for m in mechanisms for constant in _constants(m)}
    listed = used_constants(protocol.compounds, "gaddum.pharmacology")
    rows = [_row(item.where, item) for item in listed if FAMILY not in item.where or _key(item) in used]
    known = {_key(item) for item in listed}
    own = [(m.name, constant) for m in mechanisms for constant in m.constants if _key(constant) not in known]
    return rows + [_row(f"mechanism {name}", constant) for name, constant in own]


def _constants(mechanism: Mechanism) -> Iterator[Constant]:
    """A mechanism's constants, and those of what it mixes."""
    yield from mechanism.constants
    for name, _ in mechanism.mix:
        yield from MECHANISMS[name].constants


def _key(item: Constant | SourcedConstant) -> tuple[str, float, str]:
    return item.name, item.value, item.note


def _row(where: str, item: Constant | SourcedConstant) -> dict[str, Any]:
    return {
        "where": where,
        "name": item.name,
        "value": item.value,
        "unit": item.unit,
        "source": item.source,
        "cite": cite(item.source),
        "confidence": item.confidence,
        "note": item.note,
    }
