"""Simulating a protocol under rival mechanisms, and weighing them against what was published."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from gaddum.api.background import Background, Progress, quietly
from gaddum.api.documents import load
from gaddum.api.result import Result
from gaddum.api.study import run_companion, run_study
from gaddum.errors import GaddumError
from gaddum.inference.evidence import load_evidence, select_evidence
from gaddum.inference.priors import normalise_prior
from gaddum.pharmacology.mechanisms import Mechanism, select
from gaddum.protocol import Protocol
from gaddum.simulation.calibration import calibrated

DEFAULT_TRIALS = 2000
DEFAULT_SEED = 1
MOST_TRIALS = 10_000_000
MOST_PEOPLE = 100_000
MOST_CORES = 1024
SEEDS = 2**32


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
) -> Result:
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
        weighing: Whether to weigh the mechanisms; none means where a published result belongs to this
            protocol.
        progress: Told how far the work is, from several threads.

    Returns:
        The result: `to_dict()`, `numbers()`, `report(folder)`.

    Raises:
        GaddumError: GAD-API-01 for a number out of range, GAD-API-03 for a mechanism, GAD-API-04 for a
            protocol that cannot be simulated, GAD-INF-01 to -03 for a prior or evidence.
    """
    began = time.perf_counter()
    _check_count("trials", trials, MOST_TRIALS)
    _check_count("seed", seed, SEEDS - 1, least=0)
    _check_count("people", 2 if people is None else people, MOST_PEOPLE, least=2)
    _check_count("cores", 1 if cores is None else cores, MOST_CORES)
    document = protocol if isinstance(protocol, Protocol) else load(protocol)
    rivals = _rivals(mechanisms)
    weights = _prior(prior, [m.name for m in rivals])
    chosen = select_evidence(load_evidence(), include=tuple(evidence))
    published = {item.protocol for item in chosen.used if item.protocol}
    is_weighed = (document.name in published) if weighing is None else weighing
    weighed = chosen.used if is_weighed else ()
    rivals = calibrated(rivals)

    with Background(progress or quietly) as work:  # companions compile while the main study runs
        main = work.start(run_study, document, rivals, trials, people, seed, cores, weighed, work.progress)
        others = {
            name: work.start(run_companion, name, rivals, trials, seed, cores, weighed, work.progress)
            for name in sorted(published - {document.name} if is_weighed else ())
        }
        study, companions = main.result(), {name: other.result() for name, other in others.items()}
    return Result(
        protocol=document,
        mechanisms=rivals,
        trials=trials,
        seed=seed,
        study=study,
        companions=companions,
        prior=weights if is_weighed else None,
        evidence=chosen if is_weighed else None,
        command=_command(),
        seconds=time.perf_counter() - began,
        progress=progress or quietly,
        cores=cores,
    )


def weigh(
    protocol: Protocol | str,
    *,
    mechanisms: Iterable[str] | None = None,
    trials: int = DEFAULT_TRIALS,
    people: int | None = None,
    seed: int = DEFAULT_SEED,
    cores: int | None = None,
    prior: Mapping[str, float] | None = None,
    evidence: Iterable[str] = (),
    progress: Progress | None = None,
) -> Result:
    """Weigh the mechanisms against the published results, whatever the protocol.

    Every published trial that the evidence speaks of is simulated beside the one asked for; arguments,
    result and errors are those of `simulate`.
    """
    return simulate(
        protocol,
        mechanisms=mechanisms,
        trials=trials,
        people=people,
        seed=seed,
        cores=cores,
        prior=prior,
        evidence=evidence,
        weighing=True,
        progress=progress,
    )


def _check_count(name: str, value: object, most: int, least: int = 1) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise GaddumError(
            "GAD-API-01",
            f"The number of {name} cannot be used." if name != "seed" else "The seed cannot be used.",
            place=name,
            value=repr(value),
            expected=f"a whole number from {least} to {most}",
        )


def _rivals(names: Iterable[str] | None) -> tuple[Mechanism, ...]:
    """The mechanisms asked for, one at least."""
    rivals = select((names,) if isinstance(names, str) else names)
    if not rivals:
        raise GaddumError(
            "GAD-API-03",
            "No mechanism is named.",
            place="mechanisms",
            expected="one mechanism or more",
            remedy="Name one, or leave `mechanisms` out for all of them.",
        )
    return rivals


def _prior(given: Mapping[str, float] | None, names: list[str]) -> dict[str, float]:
    """Weights of all mechanisms: 1 where nothing is said."""
    stated = dict(given or {})
    unknown = [name for name in stated if name not in names]
    silent = {} if unknown else {name: 1.0 for name in names if name not in stated}
    return normalise_prior({**stated, **silent}, names)  # refuses what it does not know


def _command() -> str:
    """What was typed, where Gaddum was called from the command line."""
    if Path(sys.argv[0]).name == "gaddum":
        return shlex.join(["gaddum", *sys.argv[1:]])
    return "gaddum.simulate(…)"
