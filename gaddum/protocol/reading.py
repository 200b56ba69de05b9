"""Read a protocol: by bundled name or from a file, with every fault told at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from gaddum.documents import Document, did_you_mean, faults_of, listing, read_bytes, read_text
from gaddum.errors import Fault, GaddumError, Problems
from gaddum.protocol.consistency import Draft, faults
from gaddum.protocol.trial import Protocol

ALIASES = {"course": "ketamine-course"}
ROOM = "PROT"


def bundled() -> list[str]:
    """Names of the protocols that come with Gaddum, in alphabetical order."""
    folder = resources.files("gaddum.protocol") / "bundled"
    return sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))


def source_text(name: str) -> str:
    """The YAML text of a bundled protocol.

    Raises:
        GaddumError: GAD-PROT-11 if there is none of this name.
    """
    known = bundled()
    wanted = ALIASES.get(name, name)
    if wanted not in known:
        meant = did_you_mean(name, [*known, *ALIASES])
        raise GaddumError(
            "GAD-PROT-11",
            f'"{name}" is neither a bundled protocol nor a file.',
            expected=listing(known),
            remedy=meant or "Use one of these names, or the path of a protocol file.",
        )
    return (resources.files("gaddum.protocol") / "bundled" / f"{wanted}.yaml").read_text(encoding="utf-8")


def load(
    source: str | os.PathLike[str],
    *,
    compounds: Collection[str] | None = None,
    instruments: Collection[str] | None = None,
) -> Protocol:
    """Read a protocol.

    Args:
        source: Name of a bundled protocol, or path of a YAML file; `-` reads standard input.
        compounds: Names of the compounds there are; others are refused. None: any name will do.
        instruments: Ids of the rating scales there are; others are refused. None: any id will do.

    Raises:
        Problems: Every fault of the document, each with its place, value, expectation and remedy.
    """
    protocol, found = _read(source, compounds, instruments)
    if protocol is None:
        raise Problems(found)
    return protocol


def check(
    source: str | os.PathLike[str],
    *,
    compounds: Collection[str] | None = None,
    instruments: Collection[str] | None = None,
) -> list[Fault]:
    """Every fault of a protocol, none if it is sound; arguments as for `load`."""
    try:
        return _read(source, compounds, instruments)[1]
    except GaddumError as error:
        return list(error.faults)


def parse(
    text: str | bytes,
    name: str = "protocol.yaml",
    *,
    compounds: Collection[str] | None = None,
    instruments: Collection[str] | None = None,
) -> Protocol:
    """Read a protocol from its text; arguments as for `load`, `name` stands in the faults."""
    protocol, found = _parse(read_text(text, name, ROOM), compounds, instruments)
    if protocol is None:
        raise Problems(found)
    return protocol


def _read(
    source: str | os.PathLike[str], compounds: Collection[str] | None, instruments: Collection[str] | None
) -> tuple[Protocol | None, list[Fault]]:
    name = os.fspath(source)
    if isinstance(source, str) and name == "-":
        document = read_text(sys.stdin.buffer.read(), "standard input", ROOM)
    elif isinstance(source, str) and _is_bundled(name):
        document = read_text(source_text(name), f"{ALIASES.get(name, name)}.yaml", ROOM)
    elif isinstance(source, str) and _looks_like_a_name(name):
        source_text(name)  # raises: neither bundled nor a file
        raise AssertionError
    else:
        document = read_text(read_bytes(source, ROOM), name, ROOM)
    return _parse(document, compounds, instruments)


def _is_bundled(name: str) -> bool:
    return ALIASES.get(name, name) in bundled()


def _looks_like_a_name(name: str) -> bool:
    """Whether it can only have been meant as a bundled name: no folder, no ending, no such file."""
    try:
        return not name or not (any(mark in name for mark in "/\\.") or Path(name).exists())
    except (OSError, ValueError):
        return False


def _parse(
    document: Document, compounds: Collection[str] | None, instruments: Collection[str] | None
) -> tuple[Protocol | None, list[Fault]]:
    if not isinstance(document.data, dict):
        return None, document.faults
    found = list(document.faults)
    version = document.data.get("gaddum")
    if isinstance(version, int) and not isinstance(version, bool) and version != 1:
        message = f"Version {version} of the document format is not known to this Gaddum."
        remedy = "Write `gaddum: 1`, or use a newer Gaddum."
        return None, [
            *found,
            Fault("GAD-PROT-34", message, document.place(("gaddum",)), str(version), "1", remedy),
        ]
    protocol = None
    try:
        protocol = Protocol.model_validate(document.data, context={"checked_elsewhere": True})
    except ValidationError as error:
        found += faults_of(error, document, Protocol)
    found += faults(Draft.read(document.data), document, compounds=compounds, instruments=instruments)
    return (None if found else protocol), sorted(found, key=_line)


def _line(fault: Fault) -> tuple[int, str]:
    """Line of a fault, so that faults are told from top to bottom."""
    file = fault.place.partition("  ")[0]
    line = file.rpartition(":")[2]
    return (int(line) if line.isdigit() else 0, fault.code)
