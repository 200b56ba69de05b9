"""The rating scales there are: those that come with Gaddum, and those a user adds from a file."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import resources

from pydantic import ValidationError

from gaddum.documents import did_you_mean, faults_of, listing, read_bytes, read_text
from gaddum.errors import GaddumError, Problems
from gaddum.instruments.base import Instrument

ROOM = "INST"
_added: dict[str, Instrument] = {}


@lru_cache(maxsize=1)
def _bundled() -> tuple[str, ...]:
    folder = resources.files("gaddum.instruments") / "scales"
    return tuple(sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".yaml")))


def known() -> list[str]:
    """Ids of the rating scales there are, in alphabetical order."""
    return sorted({*_bundled(), *_added})


def get(id: str) -> Instrument:
    """A rating scale by its id.

    Raises:
        GaddumError: GAD-INST-11 if there is none.
    """
    if id in _added:
        return _added[id]
    if id not in _bundled():
        meant = did_you_mean(id, known())
        raise GaddumError(
            "GAD-INST-11",
            f'There is no rating scale called "{id}".',
            expected=listing(known()),
            remedy=meant or "Use one of these ids, or load the scale's file.",
        )
    return _read_bundled(id)


@lru_cache(maxsize=64)
def _read_bundled(id: str) -> Instrument:
    text = (resources.files("gaddum.instruments") / "scales" / f"{id}.yaml").read_text(encoding="utf-8")
    return _parse(text, f"{id}.yaml")


def read_file(path: str | os.PathLike[str]) -> Instrument:
    """Read a rating scale from a YAML file.

    Raises:
        Problems: Every fault of the file, each with its place, value, expectation and remedy.
    """
    return _parse(read_bytes(path, ROOM), os.fspath(path))


def load_file(path: str | os.PathLike[str]) -> Instrument:
    """Read a rating scale from a YAML file and add it to those there are, in place of one of its id.

    Raises:
        Problems: Every fault of the file, each with its place, value, expectation and remedy.
    """
    instrument = read_file(path)
    _added[instrument.id] = instrument
    return instrument


def forget(id: str) -> None:
    """Take away a scale that was added from a file."""
    _added.pop(id, None)


def _parse(content: str | bytes, name: str) -> Instrument:
    document = read_text(content, name, ROOM)
    if document.faults and not isinstance(document.data, dict):
        raise Problems(document.faults)
    try:
        instrument = Instrument.model_validate(_spread(document.data))
    except ValidationError as error:
        raise Problems([*document.faults, *faults_of(error, document, Instrument)]) from None
    if document.faults:
        raise Problems(document.faults)
    return instrument


def _spread(data: object) -> object:
    """Item values may be written as a span: `values: 0..4` for 0, 1, 2, 3, 4."""
    items = data.get("items") if isinstance(data, dict) else None
    for item in items if isinstance(items, list) else ():
        span = item.get("values") if isinstance(item, dict) else None
        if isinstance(span, str):
            low, dots, high = span.partition("..")
            if dots and _is_number(low) and _is_number(high) and 0 < int(high) - int(low) <= 1000:
                item["values"] = list(range(int(low), int(high) + 1))
    return data


def _is_number(text: str) -> bool:
    return text.strip().lstrip("-").isascii() and text.strip().lstrip("-").isdigit() and len(text) < 7
