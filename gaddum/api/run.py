"""Simulating a protocol under rival mechanisms, and weighing them against what was published."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from gaddum.api.documents import load
from gaddum.api.rows import TrialRows
from gaddum.api.tally import Tally
from gaddum.errors import GaddumError
from gaddum.protocol import Protocol

DEFAULT_TRIALS = 2000
DEFAULT_SEED = 1
COMPANION_TRIALS = 2000
"""Most trials of another published study that are simulated beside the one asked for."""

PHI_GRID = tuple(k / 10 for k in range(11))
MOST_TRIALS = 10_000_000
SPARE = 1.25
"""People simulated for each completer that a published study reports."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass
class Study:
    """One protocol simulated: tallies by mechanism, and what the evidence asks of it.

    Attributes:
        simulator: The simulator that ran.
        tallies: Mechanism to its tally.
        stopping: Mechanism to its stopping counts; empty without looks.
        statistics: Mechanism to what the evidence is compared with.
        phi: Opioid share to the same, for mixtures of that share.
        rows: Per-trial results of the first trials.
    """

    simulator: Any
    tallies: dict[str, Tally] = field(default_factory=dict)
    stopping: dict[str, Any] = field(default_factory=dict)
    statistics: dict[str, Any] = field(default_factory=dict)
    phi: dict[float, Any] = field(default_factory=dict)
    rows: TrialRows = field(default_factory=TrialRows)


def simulate(
    protocol: Protocol | str,
    *,
    mechanisms: Iterable[str] | None = None,
    trials: int = DEFAULT_TRIALS,
    people: int | None = None,
    seed: int = DEFAULT_SEED,
    cores: int | None = None,
    prior: Mapping[str, float] | None = None,
    evidence: Iterable[str] = (),
    weighing: bool | None = None,
    progress: Progress | None = None,
) -> Any:
    """Simulate a trial under rival mechanisms.

    Args:
        protocol: A protocol, the name of a bundled one, or a path.
        mechanisms: Names, mixtures (`mixture:0.4`) or files of mechanisms; none means all bundled ones.
        trials: Number of virtual trials.
        people: People per trial; none means as the protocol plans.
        seed: Seed of all random numbers; the same seed gives the same numbers on any number of cores.
        cores: CPU cores; none means all.
        prior: Prior weights of mechanisms; those not named weigh 1.
        evidence: Ids of optional evidence to weigh as well.
        weighing: Whether to weigh the mechanisms; none means where a published result belongs to this protocol.
        progress: Told how far the work is.

    Returns:
        A `Result`: `to_dict()`, `numbers()`, `report(folder)`.

    Raises:
        GaddumError: GAD-API-01 to -04 for arguments or protocols that cannot be simulated.
    """
    began = time.perf_counter()
    from gaddum.api.result import Result
    from gaddum.inference.evidence import load_evidence, select_evidence
    from gaddum.pharmacology.mechanisms import select
    from gaddum.simulation.calibration import calibrated

    protocol = load(protocol) if isinstance(protocol, str) else protocol
    _check_count("trials", trials, MOST_TRIALS)
    _check_count("seed", seed, 2**32, least=0)
    if people is not None:
        _check_count("people", people, 100_000, least=2)
    if cores is not None:
        _check_count("cores", cores, 1024)
    rivals = calibrated(select(mechanisms))
    chosen = select_evidence(load_evidence(), include=tuple(evidence))
    weights = _prior(prior, [m.name for m in rivals])
    published = {item.protocol for item in chosen.used if item.protocol}
    do_weigh = (protocol.name in published) if weighing is None else weighing
    tell = progress or (lambda *_: None)

    others = sorted(published - {protocol.name}) if do_weigh else []
    with ThreadPoolExecutor(1) as beside:  # companions compile while the main study runs
        companions = {
            name: beside.submit(_companion, name, rivals, trials, seed, cores, chosen.used, tell)
            for name in others
        }
        main = _study(protocol, rivals, trials, people, seed, cores, chosen.used if do_weigh else (), tell)
        finished = {name: study.result() for name, study in companions.items()}
    return Result(
        protocol=protocol,
        mechanisms=rivals,
        trials=trials,
        seed=seed,
        study=main,
        companions=finished,
        prior=weights if do_weigh else None,
        evidence=chosen if do_weigh else None,
        command=" ".join(["gaddum", *sys.argv[1:]])
        if sys.argv[0].endswith("gaddum")
        else "gaddum.simulate(…)",
        seconds=time.perf_counter() - began,
        progress=tell,
        cores=cores,
    )


def weigh(protocol: Protocol | str, **options: Any) -> Any:
    """Weigh the mechanisms against the published results, whatever the protocol; arguments as for `simulate`."""
    return simulate(protocol, **{**options, "weighing": True})


def _companion(
    name: str,
    rivals: tuple[Any, ...],
    trials: int,
    seed: int,
    cores: int | None,
    evidence: Any,
    tell: Progress,
) -> Study:
    """Another published study, with enough people that the published number complete it."""
    protocol = load(name)
    sizes = [int(item.measure.get("completers", 0)) for item in evidence if item.protocol == name]
    people = max(protocol.enrolment.planned, round(max(sizes) * SPARE))
    return _study(protocol, rivals, min(trials, COMPANION_TRIALS), people, seed, cores, evidence, tell)


def _study(
    protocol: Protocol,
    rivals: tuple[Any, ...],
    trials: int,
    people: int | None,
    seed: int,
    cores: int | None,
    evidence: tuple[Any, ...],
    tell: Progress,
) -> Study:
    from gaddum.inference.count import count
    from gaddum.inference.tallies import Statistics
    from gaddum.monitoring.characteristics import count_stopping
    from gaddum.monitoring.rules import monitor
    from gaddum.pharmacology.mechanisms import get
    from gaddum.simulation.calibration import calibrated
    from gaddum.simulation.trials import Simulator

    concerned = any(item.protocol == protocol.name for item in evidence)
    with_phi = concerned and any(m.name == "mixture" for m in rivals)
    shares = {share: calibrated((get(f"mixture:{share:g}"),))[0] for share in PHI_GRID} if with_phi else {}
    everyone = {m.name: m for m in (*rivals, *shares.values())}
    tell(f"{protocol.name}: compiling", 0, trials)
    study = Study(Simulator(protocol, tuple(everyone.values()), people=people, seed=seed, cores=cores))
    size = study.simulator.people
    for m in rivals:
        study.tallies[m.name] = Tally(protocol, size)
    for batch in study.simulator.run(trials):
        for m in rivals:
            seen = study.simulator.observations(batch, m.name)
            study.tallies[m.name].add(seen, batch.first)
            decisions = monitor(protocol, seen) if protocol.monitoring.looks else None
            if decisions is not None:
                stops = count_stopping(protocol, seen, decisions)
                study.stopping[m.name] = study.stopping[m.name] + stops if m.name in study.stopping else stops
            study.rows.add(protocol, m.name, seen, decisions, batch)
            if concerned:
                found = count(evidence, protocol.name, seen)
                study.statistics[m.name] = study.statistics.get(m.name, Statistics()) + found
        for share, m in shares.items():
            seen = study.simulator.observations(batch, m.name)
            study.phi[share] = study.phi.get(share, Statistics()) + count(evidence, protocol.name, seen)
        tell(f"{protocol.name}: trials", batch.first + batch.trials, trials)
    return study


def _check_count(name: str, value: object, most: int, least: int = 1) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise GaddumError(
            "GAD-API-01",
            f"The number of {name} cannot be used." if name != "seed" else "The seed cannot be used.",
            place=name,
            value=repr(value),
            expected=f"a whole number from {least} to {most}",
        )


def _prior(given: Mapping[str, float] | None, names: list[str]) -> dict[str, float]:
    """Weights of all mechanisms: 1 where nothing is said."""
    from gaddum.inference.priors import normalise_prior

    unknown = [name for name in given or {} if name not in names]
    if unknown:
        return normalise_prior(dict(given or {}), names)  # refuses the name
    return normalise_prior({name: (given or {}).get(name, 1.0) for name in names}, names)
