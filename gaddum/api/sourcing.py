"""The constants that a result rests on, each with its citation."""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.sources import bibliography, cite, used_constants
from gaddum.protocol import Protocol


def source_rows(protocol: Protocol, mechanisms: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of the report's table of sources: compounds of the protocol, and the models in use.

    Constants of bundled mechanisms that took no part are left out.
    """
    used = {constant for m in mechanisms for constant in m.constants}
    used |= {constant for m in mechanisms for part in _parts(m) for constant in part.constants}
    rows = []
    for item in used_constants(protocol.compounds, "gaddum.pharmacology"):
        in_mechanism = ".mechanisms." in item.where or item.where.startswith("mechanisms.")
        if in_mechanism and not any(c.name == item.name and c.note == item.note for c in used):
            continue
        rows.append(
            {
                "where": item.where, "name": item.name, "value": item.value, "unit": item.unit,
                "source": item.source, "cite": cite(item.source) if item.source in bibliography() else item.source,
                "confidence": item.confidence, "note": item.note,
            }
        )  # fmt: skip
    return rows


def _parts(mechanism: Any) -> tuple[Any, ...]:
    from gaddum.pharmacology.mechanisms import MECHANISMS

    return tuple(MECHANISMS[name] for name, _ in mechanism.mix)
