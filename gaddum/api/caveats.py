"""What a reader must know before using the numbers: a result's warnings, and the standing assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaddum.protocol import bundled, load, protocol_hash

if TYPE_CHECKING:
    from gaddum.api.result import Result

ASSUMPTIONS = (
    "Every person, trial and score here is simulated; nothing is a record of anyone.",
    "How each mechanism turns receptor occupancy into recovery is a model of ours: its form is assumed, and "
    "its gain is set so that all explain one session after placebo equally well.",
    "Ketamine's direct hold on mu receptors is small; direct agonism needs an assumed receptor reserve.",
    "Naltrexone's hold on receptors in the first hour is the least certain part of its kinetics.",
    "The stopping rule's thresholds are assumed; the published trial's boundary was not to be had.",
    "Adaptation and withdrawal use rates from rats given morphine; their scale in people is assumed.",
    "Models, not medical advice.",
)


def caveats(result: Result) -> list[str]:
    """The warnings of a result, the most general first."""
    found = ["Simulated, model-based results; not medical advice."]
    missing = result.study.simulator.unsimulated
    if missing:
        found.append(f"No outcome model for {', '.join(missing)}; not simulated.")
    if _is_changed(result):
        found.append(
            "The protocol bears a bundled name but differs from it; published results belong to the bundled "
            "one."
        )
    found.append(_how_counted(result))
    for name, numbers in result.mechanism_numbers.items():
        if numbers["p_published"] == 0:
            found.append(
                f"p_published of {name} is 0 in {result.trials} trials: below {3 / result.trials:.1g} (95 %)."
            )
        elif numbers["p_published"] is None and result.responder_table is not None:
            found.append(f"p_published of {name} is not known: no simulated trial had enough completers.")
    return found + (result.weighed["notes"] if result.weighed else [])


def _is_changed(result: Result) -> bool:
    """Whether the protocol is called like a bundled one without being it."""
    name = result.protocol.name
    return name in bundled() and protocol_hash(result.protocol) != protocol_hash(load(name))


def _how_counted(result: Result) -> str:
    """Whose responders are counted, and whether they are compared with a published table."""
    if result.published is not None:
        n = result.published["completers"]
        return f"Responders are counted among the first {n} completers of each trial, as published."
    if result.weighed is None:
        return (
            "No published result belongs to this protocol, so mechanisms were not weighed; "
            "`gaddum weigh` does it anyway."
        )
    return "Responders are counted among all completers: no published table of this size fits this protocol."
