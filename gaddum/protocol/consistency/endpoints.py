"""Endpoints that read a visit or a scale that is not there, or lack what their kind needs."""

from __future__ import annotations

from collections.abc import Iterator

from gaddum.documents import did_you_mean, listing
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.endpoints import Endpoint

# what each kind needs, and what it has no use for
NEEDS = {"response": ("baseline",), "change": ("baseline",), "remission": ("at_most",), "score": ()}
USELESS = {
    "response": ("at_most",),
    "change": ("fall", "at_most"),
    "remission": ("baseline", "fall"),
    "score": ("baseline", "fall", "at_most"),
}
WHY = {
    "baseline": "the visit it is compared with",
    "at_most": "the highest total that counts as remission",
}


def check_endpoints(draft: Draft) -> Iterator[Finding]:
    """Each endpoint: its visits are there and rate its scale; it has what its kind needs and no more."""
    for name, endpoint in draft.endpoints.items():
        if endpoint is not None:
            yield from _fields(name, endpoint)
            yield from _visits(name, endpoint, draft)
    known = [endpoint for endpoint in draft.endpoints.values() if endpoint is not None]
    if known and len(known) == len(draft.endpoints) and not any(endpoint.primary for endpoint in known):
        message = "No endpoint is primary."
        yield Finding(
            ("endpoints",), "GAD-PROT-33", message, remedy="Add `primary: true` to the endpoint that decides."
        )


def _fields(name: str, endpoint: Endpoint) -> Iterator[Finding]:
    here = ("endpoints", name)
    for field in NEEDS[endpoint.kind]:
        if getattr(endpoint, field) is None:
            message = f"An endpoint of kind {endpoint.kind} needs `{field}`: {WHY[field]}."
            yield Finding(here, "GAD-PROT-27", message, remedy=f"Add `{field}:`.")
    for field in USELESS[endpoint.kind]:
        if getattr(endpoint, field) is not None:
            message = f"An endpoint of kind {endpoint.kind} has no use for `{field}`."
            yield Finding((*here, field), "GAD-PROT-27", message, remedy="Remove it, or change the kind.")
    if endpoint.primary and endpoint.estimand is None:
        message = f"The primary endpoint {name} states no estimand."
        remedy = "Add `estimand:` with question, population, strategy and summary."
        yield Finding(here, "GAD-PROT-33", message, remedy=remedy)


def _visits(name: str, endpoint: Endpoint, draft: Draft) -> Iterator[Finding]:
    for field in ("visit", "baseline"):
        visit_name = getattr(endpoint, field)
        if visit_name is None:
            continue
        path = ("endpoints", name, field)
        if visit_name not in draft.visits:
            meant = did_you_mean(visit_name, draft.visits) or "Name one of them, or add the visit."
            message = f"There is no visit called `{visit_name}`."
            yield Finding(path, "GAD-PROT-26", message, "", listing(draft.visits), meant)
            continue
        visit = draft.visits[visit_name]
        if visit is not None and endpoint.rated not in visit.instruments:
            message = f"Visit {visit_name} does not rate {endpoint.rated}."
            remedy = f"Add {endpoint.rated} to the visit, or read the endpoint at another."
            if endpoint.scored_from is None:
                remedy += " If it is part of a scale that is rated, name that scale in `scored_from`."
            yield Finding(path, "GAD-PROT-26", message, "", listing(visit.instruments), remedy)
    before = draft.visits.get(endpoint.baseline or "")
    after = draft.visits.get(endpoint.visit)
    if before is not None and after is not None and before.at_h >= after.at_h:
        message = f"The baseline ({before.at}) is not before the visit ({after.at})."
        yield Finding(("endpoints", name, "baseline"), "GAD-PROT-26", message, remedy="Exchange the two.")
