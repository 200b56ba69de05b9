"""The result of a simulation: its numbers, the short document of `--json`, and the report folder."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from gaddum.api.provenance import provenance
from gaddum.api.run import PHI_GRID, Progress, Study
from gaddum.errors import GaddumError
from gaddum.protocol import Protocol, bundled, explain, load, protocol_hash

ASSUMPTIONS = (
    "Every person, trial and score here is simulated; nothing is a record of anyone.",
    "How each mechanism turns receptor occupancy into recovery is a model of ours: its form is assumed, and its "
    "gain is set so that all explain one session after placebo equally well.",
    "Ketamine's direct hold on mu receptors is small; direct agonism needs an assumed receptor reserve.",
    "Naltrexone's hold on receptors in the first hour is the least certain part of its kinetics.",
    "The stopping rule's thresholds are assumed; the published trial's boundary was not to be had.",
    "Adaptation and withdrawal use rates from rats given morphine; their scale in people is assumed.",
    "Models, not medical advice.",
)


@dataclass
class Result:
    """A simulated protocol.

    Attributes:
        protocol: What was simulated.
        mechanisms: The rivals.
        trials, seed: As asked for.
        study: Tallies of the protocol.
        companions: Tallies of other published studies, by protocol name.
        prior: Prior weights where mechanisms were weighed.
        evidence: The selection of evidence, likewise.
        command: What produced it.
        seconds: How long that took.
    """

    protocol: Protocol
    mechanisms: tuple[Any, ...]
    trials: int
    seed: int
    study: Study
    companions: dict[str, Study] = field(default_factory=dict)
    prior: Mapping[str, float] | None = None
    evidence: Any = None
    command: str = ""
    seconds: float = 0.0
    progress: Progress = lambda *_: None
    cores: int | None = None

    # -- the verdict ----------------------------------------------------------------------------------------

    @cached_property
    def weighed(self) -> dict[str, Any] | None:
        """What each piece of evidence did to the odds; none where mechanisms were not weighed."""
        if self.prior is None or self.evidence is None:
            return None
        from gaddum.inference.tallies import Statistics
        from gaddum.inference.weigh import weigh

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
    def published(self) -> dict[str, Any] | None:
        """The published responder table of this protocol, where there is one and it can be compared."""
        item = self._responder_item()
        if item is None:
            return None
        seen = {k: v for i in self.evidence.used if i.study == item.study for k, v in i.observed.items()}
        measure = item.measure
        return {
            "label": f"{item.study[:-4].capitalize()} {item.study[-4:]}",
            "completers": int(measure["completers"]),
            "responders": {measure["reference"]: int(seen["responders_reference"])},
            "both": int(seen["both"]) if "both" in seen else None,
            "text": " ".join(i.text for i in self.evidence.used if i.study == item.study),
        }

    def _responder_item(self) -> Any:
        if self.evidence is None:
            return None
        items = [
            i for i in self.evidence.used if i.protocol == self.protocol.name and i.kind == "responder_table"
        ]
        return (
            items[0] if items and self.study.simulator.people >= int(items[0].measure["completers"]) else None
        )

    # -- numbers --------------------------------------------------------------------------------------------

    def _mechanism(self, m: Any) -> dict[str, Any]:
        from gaddum.inference.likelihood import published_probability
        from gaddum.monitoring.characteristics import summarise_stopping

        numbers = {"title": m.title, "claim": m.claim, **self.study.tallies[m.name].numbers()}
        numbers |= {"p_published": None, "p_published_mcse": None, "stopped": {}, "stop_reasons": {}}
        item = self._responder_item()
        if item is not None:
            tally = self.study.statistics[m.name].responders
            if tally.complete:
                numbers["responders"] = tally.numbers(item.measure["reference"], item.measure["test"])
                numbers["responders_out_of"] = tally.completers
                p, mcse = published_probability(self._own_evidence(), tally)
                numbers["p_published"], numbers["p_published_mcse"] = p, mcse
        if m.name in self.study.stopping:
            found = summarise_stopping(self.study.stopping[m.name])
            numbers["stopped"] = {look: rate["value"] for look, rate in found["stopped"].items()}
            numbers["stopped_mcse"] = {look: rate["mcse"] for look, rate in found["stopped"].items()}
            numbers["stop_reasons"] = {rule: rate["value"] for rule, rate in found["stop_reasons"].items()}
            numbers |= {
                key: found[key] for key in ("entered", "completed", "exposed", "exposed_without_stopping")
            }
        return numbers

    def _own_evidence(self) -> list[Any]:
        return [item for item in self.evidence.used if item.protocol == self.protocol.name]

    @cached_property
    def mechanism_numbers(self) -> dict[str, dict[str, Any]]:
        """Everything about each mechanism."""
        return {m.name: self._mechanism(m) for m in self.mechanisms}

    @cached_property
    def warnings(self) -> list[str]:
        """What a reader must know before using the numbers."""
        found = ["Simulated, model-based results; not medical advice."]
        missing = self.study.simulator.unsimulated
        if missing:
            found.append(f"No outcome model for {', '.join(missing)}; not simulated.")
        if self.protocol.name in bundled() and protocol_hash(self.protocol) != protocol_hash(
            load(self.protocol.name)
        ):
            found.append(
                "The protocol bears a bundled name but differs from it; published results belong to the bundled one."
            )
        if self.weighed is None:
            found.append(
                "No published result belongs to this protocol, so mechanisms were not weighed; `gaddum weigh` does it anyway."
            )
        elif self._responder_item() is None:
            found.append(
                "Responders are counted among all completers: no published table of this size belongs to this protocol."
            )
        else:
            n = self.published["completers"] if self.published else 0
            found.append(
                f"Responders are counted among the first {n} completers of each trial, as published."
            )
        for name, numbers in self.mechanism_numbers.items():
            if numbers["p_published"] == 0:
                found.append(
                    f"p_published of {name} is 0 in {self.trials} trials: below {3 / self.trials:.1g} (95 %)."
                )
        found += self.weighed["notes"] if self.weighed else []
        return found

    def to_dict(self) -> dict[str, Any]:
        """The document that `--json` prints: short, with every number a plain number or null."""
        short = {
            name: {
                "responders": {
                    t: {k: r[k] for k in ("mean", "p05", "p95", "mcse")} for t, r in n["responders"].items()
                },
                "responders_out_of": n["responders_out_of"],
                "change": n["change"],
                "dissociation": n["dissociation"],
                "p_published": n["p_published"],
                "p_published_mcse": n["p_published_mcse"],
                "stopped": n["stopped"],
            }
            for name, n in self.mechanism_numbers.items()
        }
        document = {
            "protocol": self.protocol.name,
            "hash": protocol_hash(self.protocol),
            "version": provenance_version(),
            "seed": self.seed,
            "trials": self.trials,
            "people": self.study.simulator.people,
            "mechanisms": short,
            "posterior": self.weighed["posterior"] if self.weighed else {},
            "warnings": self.warnings,
        }
        if self.weighed:
            keys = (
                "prior",
                "posterior",
                "posterior_mcse",
                "evidence",
                "phi",
                "indistinguishable",
                "predictive_check",
            )
            document["weigh"] = {key: self.weighed[key] for key in keys}
        plain_document: dict[str, Any] = plain(document)
        return plain_document

    def numbers(self) -> dict[str, Any]:
        """Everything the report shows, as plain data; follows the kinetics and the course, so it takes a while."""
        from gaddum.api.course import course_numbers
        from gaddum.api.sourcing import source_rows
        from gaddum.simulation.bands import bands

        self.progress("concentrations and occupancy", 0, 1)
        curves = bands(self.study.simulator)
        self.progress("concentrations and occupancy", 1, 1)
        course = course_numbers(self.protocol, self.mechanisms, self.seed, self.cores, self.progress)
        everything = {
            "provenance": self._provenance(),
            "protocol": {
                "name": self.protocol.name,
                "title": self.protocol.title,
                "summary": self.protocol.summary,
                "treatments": {name: t.label for name, t in self.protocol.treatments.items()},
                "visits": {name: visit.at_h for name, visit in self.protocol.visits.items()},
                "synopsis": explain(self.protocol),
                "notes": [f"{note.about}: {note.text}" for note in self.protocol.notes],
            },
            "published": self.published,
            "bands": curves,
            "mechanisms": self.mechanism_numbers,
            "posterior": self.weighed["posterior"] if self.weighed else {},
            "weigh": self.weighed,
            "course": course,
            "sources": source_rows(self.protocol, self.mechanisms),
            "assumptions": list(ASSUMPTIONS),
            "warnings": self.warnings,
        }
        found: dict[str, Any] = plain(everything)
        return found

    def _provenance(self) -> dict[str, Any]:
        grid = self.study.simulator.grid
        return provenance(
            self.protocol,
            seed=self.seed,
            trials=self.trials,
            people=self.study.simulator.people,
            command=self.command,
            seconds=self.seconds,
            parameters={
                "mechanisms": [m.name for m in self.mechanisms],
                "precision": "float64",
                "time steps per period": len(grid.level),
                "largest relative error of the time grid": float(f"{grid.error:.2g}"),
                "companion studies": {
                    name: study.tallies[self.mechanisms[0].name].trials
                    for name, study in self.companions.items()
                },
                "evidence marks": ["seen", "second-hand"],
            },
        )

    # -- files ----------------------------------------------------------------------------------------------

    def report(self, out: str | os.PathLike[str]) -> list[Path]:
        """Write the report and its numbers into a folder.

        Everything is written beside the folder's files first and moved into place when complete.

        Returns:
            The files, `report.html` first.

        Raises:
            GaddumError: GAD-API-02 if the folder cannot be written.
        """
        from gaddum.report import write_report

        folder = writable(out)
        numbers = self.numbers()
        self.progress("report", 0, 1)
        with tempfile.TemporaryDirectory(prefix=".gaddum-", dir=folder) as hidden:
            drafts = Path(hidden)
            write_report(numbers, drafts)
            _write_json(drafts / "numbers.json", numbers)
            _write_json(drafts / "result.json", self.to_dict())
            self.study.rows.trials_frame().write_parquet(drafts / "trials.parquet")
            self.study.rows.observations_frame().write_parquet(drafts / "observations.parquet")
            found = sorted(path.relative_to(drafts) for path in drafts.rglob("*") if path.is_file())
            for path in found:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(drafts / path, folder / path)
        self.progress("report", 1, 1)
        first = [folder / "report.html"]
        return first + [folder / path for path in found if path.name != "report.html"]

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td>"
            + "".join(f"<td>{r['mean']:.1f} [{r['p05']}–{r['p95']}]</td>" for r in n["responders"].values())
            + f"<td>{self.weighed['posterior'][name]:.3f}</td></tr>" if self.weighed else f"<tr><td>{name}</td></tr>"
            for name, n in self.mechanism_numbers.items()
        )  # fmt: skip
        heads = "".join(f"<th>{t}</th>" for t in self.protocol.treatments)
        return f"<table><tr><th>mechanism</th>{heads}<th>posterior</th></tr>{rows}</table>"


def provenance_version() -> str:
    """Version of the software."""
    import gaddum

    return gaddum.__version__


def plain(value: Any) -> Any:
    """Numbers and arrays as JSON knows them; what is not a number becomes null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _write_json(path: Path, document: Any) -> None:
    path.write_text(
        json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )


def writable(out: str | os.PathLike[str]) -> Path:
    """The folder, made if it is not there.

    Raises:
        GaddumError: GAD-API-02 if it cannot be made or written.
    """
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = tempfile.mkdtemp(prefix=".gaddum-", dir=folder)
        shutil.rmtree(probe)
    except OSError as error:
        raise GaddumError(
            "GAD-API-02", "The output folder cannot be written.", place=str(folder), value=error.strerror or str(error),
            expected="a folder that can be made and written",
        ) from None  # fmt: skip
    return folder
