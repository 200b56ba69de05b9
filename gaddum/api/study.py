"""One protocol simulated under every mechanism, and what is kept of it: whole numbers of a fixed size.

A study is the trial asked for, or another published one that is simulated beside it because the evidence
speaks of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaddum.api.background import Progress
from gaddum.api.documents import load
from gaddum.api.rows import TrialRows
from gaddum.api.tally import Tally
from gaddum.inference.count import count
from gaddum.inference.tallies import Statistics
from gaddum.monitoring.characteristics import StoppingCounts, count_stopping
from gaddum.monitoring.rules import monitor
from gaddum.pharmacology.mechanisms import get
from gaddum.protocol import Protocol
from gaddum.simulation.calibration import calibrated
from gaddum.simulation.trials import Simulator

if TYPE_CHECKING:
    from gaddum.inference.evidence import EvidenceItem
    from gaddum.pharmacology.mechanisms import Mechanism
    from gaddum.simulation.trials import Batch

COMPANION_TRIALS = 2000
"""Most trials of another published study that are simulated beside the one asked for."""

PHI_GRID = tuple(k / 10 for k in range(11))
SPARE = 1.25
"""People simulated for each completer that a published study reports."""


@dataclass
class Study:
    """Tallies of one protocol by mechanism, and what the evidence asks of it.

    Attributes:
        simulator: The simulator that ran.
        evidence: The evidence that speaks of this protocol.
        tallies: Mechanism to its tally.
        stopping: Mechanism to its stopping counts; empty without looks.
        statistics: Mechanism to what the evidence is compared with.
        phi: Opioid share to the same, for mixtures of that share.
        rows: Per-trial results of the first trials.
    """

    simulator: Simulator
    evidence: tuple[EvidenceItem, ...] = ()
    tallies: dict[str, Tally] = field(default_factory=dict)
    stopping: dict[str, StoppingCounts] = field(default_factory=dict)
    statistics: dict[str, Statistics] = field(default_factory=dict)
    phi: dict[float, Statistics] = field(default_factory=dict)
    rows: TrialRows = field(default_factory=TrialRows)

    @property
    def people(self) -> int:
        """People per trial."""
        return self.simulator.people

    @property
    def trials(self) -> int:
        """Trials simulated under each mechanism."""
        return next(iter(self.tallies.values())).trials

    def add(self, batch: Batch, name: str) -> None:
        """Count a batch of trials under one mechanism."""
        protocol = self.simulator.protocol
        seen = self.simulator.observations(batch, name)
        self.tallies.setdefault(name, Tally(protocol, self.people)).add(seen, batch.first)
        decisions = monitor(protocol, seen) if protocol.monitoring.looks else None
        if decisions is not None:
            stops = count_stopping(protocol, seen, decisions)
            self.stopping[name] = self.stopping[name] + stops if name in self.stopping else stops
        self.rows.add(protocol, name, seen, decisions, batch.first)
        if self.evidence:
            found = count(self.evidence, protocol.name, seen)
            self.statistics[name] = self.statistics.get(name, Statistics()) + found

    def add_share(self, batch: Batch, share: float, name: str) -> None:
        """Count a batch of trials under a mixture of a fixed opioid share."""
        found = count(self.evidence, self.simulator.protocol.name, self.simulator.observations(batch, name))
        self.phi[share] = self.phi.get(share, Statistics()) + found


def run_study(
    protocol: Protocol,
    rivals: tuple[Mechanism, ...],
    trials: int,
    people: int | None,
    seed: int,
    cores: int | None,
    evidence: tuple[EvidenceItem, ...],
    tell: Progress,
) -> Study:
    """Simulate a protocol and count.

    Args:
        protocol: The trial.
        rivals: The mechanisms, calibrated.
        trials: Number of trials.
        people: People per trial; none means as planned.
        seed: Seed of all random numbers.
        cores: CPU cores; none means all.
        evidence: All evidence that is weighed; what speaks of other protocols is not counted here.
        tell: Told how far the work is.
    """
    own = tuple(item for item in evidence if item.protocol == protocol.name)
    has_phi = bool(own) and any(m.name == "mixture" for m in rivals)
    shares = {share: calibrated((get(f"mixture:{share:g}"),))[0] for share in PHI_GRID} if has_phi else {}
    everyone = {m.name: m for m in (*rivals, *shares.values())}
    tell(f"{protocol.name}: compiling", 0, trials)
    study = Study(Simulator(protocol, tuple(everyone.values()), people=people, seed=seed, cores=cores), own)
    for batch in study.simulator.run(trials):
        for m in rivals:
            study.add(batch, m.name)
        for share, m in shares.items():
            study.add_share(batch, share, m.name)
        tell(f"{protocol.name}: trials", batch.first + batch.trials, trials)
    return study


def run_companion(
    name: str,
    rivals: tuple[Mechanism, ...],
    trials: int,
    seed: int,
    cores: int | None,
    evidence: tuple[EvidenceItem, ...],
    tell: Progress,
) -> Study:
    """Another published study, with enough people that the published number complete it."""
    protocol = load(name)
    sizes = [int(item.measure.get("completers", 0)) for item in evidence if item.protocol == name]
    people = max(protocol.enrolment.planned, round(max(sizes) * SPARE))
    return run_study(protocol, rivals, min(trials, COMPANION_TRIALS), people, seed, cores, evidence, tell)
