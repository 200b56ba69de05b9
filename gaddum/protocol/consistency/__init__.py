"""Well formed but contradictory: what no single field can show, checked across the whole protocol.

Each check looks only at the parts that could be read, so that one run tells every fault of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from gaddum.documents import Document, show
from gaddum.errors import Fault
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.consistency.endpoints import check_endpoints
from gaddum.protocol.consistency.monitoring import check_looks, check_rules, check_stop
from gaddum.protocol.consistency.names import check_names
from gaddum.protocol.consistency.people import check_people
from gaddum.protocol.consistency.schedule import (
    check_randomization,
    check_sequences,
    check_times,
    check_visits,
)
from gaddum.protocol.consistency.treatments import check_course, check_doses

__all__ = ["Draft", "Finding", "faults"]

CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    check_people,
    check_doses,
    check_sequences,
    check_times,
    check_visits,
    check_endpoints,
    check_randomization,
    check_looks,
    check_rules,
    check_stop,
    check_course,
)


def faults(
    draft: Draft,
    document: Document,
    *,
    compounds: Collection[str] | None = None,
    instruments: Collection[str] | None = None,
) -> list[Fault]:
    """Every contradiction in a protocol.

    Args:
        draft: What could be read of the protocol.
        document: Where its fields stand.
        compounds: Names of the compounds there are; not checked if None.
        instruments: Ids of the rating scales there are; not checked if None.
    """
    found = [finding for check in CHECKS for finding in check(draft)]
    found += check_names(draft, compounds, instruments)
    return [
        Fault(
            item.code,
            item.message,
            document.place(item.path),
            item.value or show(document.value(item.path)),
            item.expected,
            item.remedy,
        )
        for item in found
    ]
