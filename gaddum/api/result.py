"""The result of a simulation: the verdict, the short document of `--json`, and the way to the report."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaddum.api import caveats, everything, folder, provenance
from gaddum.api.background import Progress, quietly
from gaddum.api.plain import plain
from gaddum.api.study import PHI_GRID, Study
from gaddum.inference.likelihood import published_probability
from gaddum.inference.tallies import Statistics
from gaddum.inference.weigh import weigh
from gaddum.monitoring.characteristics import summarise_stopping

if TYPE_CHECKING:
    from gaddum.inference.evidence import EvidenceItem, Selection
    from gaddum.pharmacology.mechanisms import Mechanism
    from gaddum.protocol import Protocol

WEIGHED = ("prior", "posterior", "posterior_mcse", "evidence", "phi", "indistinguishable", "predictive_check")
"""Parts of the weighing that the short document shows."""


@dataclass
class Result:
    """A simulated protocol.

    Attributes:
        protocol: What was simulated.
        mechanisms: The rivals.
        trials: Number of trials.
        seed: Seed of all random numbers.
        study: Tallies of the protocol.
        companions: Tallies of other published studies, by protocol name.
        prior: Prior weights where mechanisms were weighed.
        evidence: The selection of evidence, likewise.
        command: What produced it.
        seconds: How long that took.
        progress: Told how far the report is.
        cores: CPU cores; none means all.
    """

    protocol: Protocol
    mechanisms: tuple[Mechanism, ...]
    trials: int
    seed: int
    study: Study
    companions: dict[str, Study] = field(default_factory=dict)
    prior: Mapping[str, float] | None = None
    evidence: Selection | None = None
    command: str = ""
    seconds: float = 0.0
    progress: Progress = quietly
    cores: int | None = None

    # -- the verdict ----------------------------------------------------------------------------------------

    @cached_property
    def weighed(self) -> dict[str, Any] | None:
        """What each piece of evidence did to the odds; none where mechanisms were not weighed."""
        if self.prior is None or self.evidence is None:
            return None
        studies = [self.study, *self.companions.values()]
        statistics = {
            m.name: sum((s.statistics[m.name] for s in studies if m.name in s.statistics), Statistics())
            for m in self.mechanisms
        }
        phi = {
            share: sum((s.phi[share] for s in studies if share in s.phi), Statistics())
            for share in PHI_GRID
            if any(share in s.phi for s in studies)
        }
        return weigh(statistics, self.prior, self.evidence, phi=phi or None)

    @cached_property
    def responder_table(self) -> EvidenceItem | None:
        """The published responder table of this protocol, where trials are large enough to compare."""
        for item in self.study.evidence:
            if item.kind == "responder_table":
                return item if self.study.people >= int(item.measure["completers"]) else None
        return None

    @cached_property
    def published(self) -> dict[str, Any] | None:
        """What was published of this protocol's responders."""
        table = self.responder_table
        if table is None:
            return None
        statements = [item for item in self.study.evidence if item.study == table.study]
        seen = {name: value for item in statements for name, value in item.observed.items()}
        return {
            "label": f"{table.study[:-4].capitalize()} {table.study[-4:]}",
            "completers": int(table.measure["completers"]),
            "responders": {table.measure["reference"]: int(seen["responders_reference"])},
            "both": int(seen["both"]) if "both" in seen else None,
            "text": " ".join(item.text for item in statements),
        }

    @cached_property
    def mechanism_numbers(self) -> dict[str, dict[str, Any]]:
        """Everything about each mechanism."""
        return {
            m.name: {
                "title": m.title,
                "claim": m.claim,
                **self.study.tallies[m.name].numbers(),
                **self._as_published(m.name),
                **self._stopping(m.name),
            }
            for m in self.mechanisms
        }

    def _as_published(self, name: str) -> dict[str, Any]:
        """Responders among as many completers as were published, and the chance of the published result."""
        table = self.responder_table
        tally = self.study.statistics[name].responders if table is not None else None
        if table is None or tally is None or not tally.complete:
            return {"p_published": None, "p_published_mcse": None}
        p, mcse = published_probability(self.study.evidence, tally)
        return {
            "responders": tally.numbers(table.measure["reference"], table.measure["test"]),
            "responders_out_of": tally.completers,
            "p_published": p,
            "p_published_mcse": mcse,
        }

    def _stopping(self, name: str) -> dict[str, Any]:
        if name not in self.study.stopping:
            return {"stopped": {}, "stop_reasons": {}}
        found = summarise_stopping(self.study.stopping[name])
        return {
            "stopped": {look: rate["value"] for look, rate in found["stopped"].items()},
            "stopped_mcse": {look: rate["mcse"] for look, rate in found["stopped"].items()},
            "stop_reasons": {rule: rate["value"] for rule, rate in found["stop_reasons"].items()},
            **{key: found[key] for key in ("entered", "completed", "exposed", "exposed_without_stopping")},
        }

    @cached_property
    def warnings(self) -> list[str]:
        """What a reader must know before using the numbers."""
        return caveats.caveats(self)

    # -- documents ------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The document that `--json` prints: short, with every number a plain number or null."""
        document = {
            **provenance.origin(self),
            "mechanisms": {name: _short(numbers) for name, numbers in self.mechanism_numbers.items()},
            "posterior": self.weighed["posterior"] if self.weighed else {},
            "warnings": self.warnings,
        }
        if self.weighed:
            document["weigh"] = {key: self.weighed[key] for key in WEIGHED}
        short: dict[str, Any] = plain(document)
        return short

    def numbers(self) -> dict[str, Any]:
        """Everything the report shows, as plain data; it follows kinetics and the course first."""
        return everything.numbers(self)

    def report(self, out: str | os.PathLike[str]) -> list[Path]:
        """Write the report, its figures and its numbers into a folder.

        Returns:
            The files, `report.html` first.

        Raises:
            GaddumError: GAD-API-02 if the folder cannot be written.
        """
        return folder.write_folder(self, out)

    def _repr_html_(self) -> str:
        treatments = list(self.protocol.treatments)
        posterior = self.weighed["posterior"] if self.weighed else {}
        heads = "".join(f"<th>{name}</th>" for name in ("mechanism", *treatments, "posterior"))
        rows = ""
        for name, numbers in self.mechanism_numbers.items():
            spread = [_spread(numbers["responders"].get(t)) for t in treatments]
            cells = [name, *spread, f"{posterior[name]:.3f}" if name in posterior else "–"]
            rows += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        return f"<table><caption>Responders: mean [5 %–95 %]</caption><tr>{heads}</tr>{rows}</table>"


def _short(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """What the short document says of one mechanism."""
    spread = ("mean", "p05", "p95", "mcse")
    return {
        "responders": {t: {k: found[k] for k in spread} for t, found in numbers["responders"].items()},
        **{
            key: numbers[key]
            for key in (
                "responders_out_of", "change", "dissociation", "p_published", "p_published_mcse", "stopped",
            )
        },
    }  # fmt: skip


def _spread(found: Mapping[str, Any] | None) -> str:
    return f"{found['mean']:.1f} [{found['p05']:.0f}–{found['p95']:.0f}]" if found else "–"
