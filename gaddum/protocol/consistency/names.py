"""Compounds and rating scales that nobody has described.

The names that there are come from outside, because this room knows neither compounds nor scales.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from gaddum.documents import did_you_mean, listing
from gaddum.documents.reading import FieldPath
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.quantities import INERT


def check_names(
    draft: Draft, compounds: Collection[str] | None, instruments: Collection[str] | None
) -> Iterator[Finding]:
    """Each compound and rating scale is one that is known."""
    if compounds is not None:
        for path, name in _compounds(draft.raw):
            if name not in compounds and name not in INERT:
                meant = did_you_mean(name, compounds)
                remedy = (
                    meant or "Use one of them, or placebo, or describe the compound in a file of its own."
                )
                message = f"There is no compound called `{name}`."
                yield Finding(path, "GAD-PROT-16", message, "", listing(sorted(compounds)), remedy)
    if instruments is not None:
        for path, name in _instruments(draft.raw):
            if name not in instruments:
                meant = did_you_mean(name, instruments)
                remedy = meant or "Use one of them, or describe the scale in a file of its own."
                message = f"There is no rating scale called `{name}`."
                yield Finding(path, "GAD-PROT-20", message, "", listing(sorted(instruments)), remedy)


def _compounds(raw: dict[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    for name, treatment in _section(raw, "treatments").items():
        for part in ("pretreatment", "drug"):
            yield from _text(
                ("treatments", name, part, "compound"), _section(treatment, part).get("compound")
            )
    challenge = _section(_section(raw, "course"), "challenge")
    yield from _text(("course", "challenge", "compound"), challenge.get("compound"))


def _instruments(raw: dict[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    baseline = _section(_section(raw, "population"), "baseline")
    yield from _text(("population", "baseline", "instrument"), baseline.get("instrument"))
    for name, visit in _section(raw, "visits").items():
        listed = visit.get("instruments") if isinstance(visit, dict) else None
        for index, instrument in enumerate(listed if isinstance(listed, list | tuple) else ()):
            yield from _text(("visits", name, "instruments", index), instrument)
    for name, endpoint in _section(raw, "endpoints").items():
        for field in ("instrument", "scored_from"):
            value = endpoint.get(field) if isinstance(endpoint, dict) else None
            yield from _text(("endpoints", name, field), value)
    relapse = _section(_section(raw, "course"), "relapse")
    yield from _text(("course", "relapse", "instrument"), relapse.get("instrument"))


def _section(raw: Any, name: str) -> dict[str, Any]:
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, dict) else {}


def _text(path: FieldPath, value: Any) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
