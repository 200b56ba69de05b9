"""Everything the report shows, as one plain document: `numbers.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gaddum.api.background import Background
from gaddum.api.caveats import ASSUMPTIONS
from gaddum.api.course import course_numbers
from gaddum.api.plain import plain
from gaddum.api.provenance import provenance
from gaddum.api.sourcing import source_rows
from gaddum.protocol import explain
from gaddum.simulation.bands import bands

if TYPE_CHECKING:
    from gaddum.api.result import Result
    from gaddum.protocol import Protocol


def numbers(result: Result) -> dict[str, Any]:
    """The document of everything; follows the kinetics and the course, side by side."""
    with Background(result.progress) as work:
        course = work.start(
            course_numbers, result.protocol, result.mechanisms, result.seed, result.cores, work.progress
        )
        work.progress("concentrations and occupancy", 0, 1)
        curves = work.start(bands, result.study.simulator).result()
        work.progress("concentrations and occupancy", 1, 1)
        repeated = course.result()
    everything = {
        "provenance": provenance(result),
        "protocol": _protocol(result.protocol),
        "published": result.published,
        "bands": curves,
        "mechanisms": result.mechanism_numbers,
        "posterior": result.weighed["posterior"] if result.weighed else {},
        "weigh": result.weighed,
        "course": repeated,
        "sources": source_rows(result.protocol, result.mechanisms),
        "assumptions": list(ASSUMPTIONS),
        "warnings": result.warnings,
    }
    found: dict[str, Any] = plain(everything)
    return found


def _protocol(protocol: Protocol) -> dict[str, Any]:
    return {
        "name": protocol.name,
        "title": protocol.title,
        "summary": protocol.summary,
        "treatments": {name: treatment.label for name, treatment in protocol.treatments.items()},
        "visits": {name: visit.at_h for name, visit in protocol.visits.items()},
        "synopsis": explain(protocol),
        "notes": [f"{note.about}: {note.text}" for note in protocol.notes],
    }
