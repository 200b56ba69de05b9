"""KNX-1 by Gaddum and by programs that the package indexes offer, side by side in one run.

    python -m benchmarks.peers [--rounds 2] [--only NAME,NAME] [--scale 1.0]

The peers get a virtual environment of their own (.bench/).  Each timing is a fresh process, pinned to its
cores; rounds are interleaved, so that a busy minute does not fall on one program alone.  Results, with the
machine, the versions and the commit, go to benchmarks/results/knx1.json and knx1.md.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import knx1, machine

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / ".bench"
RESULTS = ROOT / "benchmarks" / "results"
PEERS = ("numbalsoda", "libroadrunner", "scipy_numba", "scipy_lsoda", "diffrax_tsit5")
REQUIRED = ["numpy", "scipy", "numba", "jax", "diffrax", "libroadrunner", "antimony"]
OWN_PEOPLE = 131_072
REFERENCE_PEOPLE = 300
# People a second on one core where numbalsoda did 1,470: the compiled R programs cannot come from PyPI
# or Debian, so they are scaled by numbalsoda measured in the same run.
PUBLISHED = {"mrgsolve (LSODA), scaled": 1_660.0, "rxode2 (lsoda), scaled": 1_500.0}
PUBLISHED_NUMBALSODA = 1_470.0


def environment() -> Path:
    """The peers' own interpreter, made on the first call."""
    python = BENCH / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(BENCH)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *REQUIRED], check=True)
    if subprocess.run([str(python), "-c", "import numbalsoda"], capture_output=True).returncode:
        tools = [tool for tool in ("gfortran", "cmake") if not shutil.which(tool)]
        if tools and os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["apt-get", "update", "-qq"], check=True)
            subprocess.run(["apt-get", "install", "-y", "-qq", *tools], check=True, stdout=subprocess.DEVNULL)
        elif tools:
            sys.exit(f"numbalsoda is built from source and needs {' and '.join(tools)}: install them first.")
        subprocess.run([*pip, "numbalsoda"], check=True)
    return python


def limits(cores: int) -> dict[str, str]:
    """Environment that keeps a process's libraries to so many threads."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return os.environ | dict.fromkeys(names, str(cores)) | {"PYTHONPATH": str(ROOT)}


def pinned(command: list[str], cores: list[int]) -> list[str]:
    """The command, held to these cores."""
    return ["taskset", "-c", ",".join(map(str, cores)), *command]


def time_peer(python: Path, program: str, people: int, cores: list[int], folder: Path) -> dict[str, Any]:
    """People a second of one program: a worker per core, all let go together; the last one counts."""
    edges = np.linspace(0, people, len(cores) + 1).astype(int)
    workers = []
    outputs = []
    for k, core in enumerate(cores):
        out = folder / f"{program}-{k}.npy"
        share = [str(edges[k]), str(edges[k + 1]), str(out)]
        command = pinned([str(python), "-W", "ignore", "-m", "benchmarks.worker", program, *share], [core])
        workers.append(
            subprocess.Popen(
                command, cwd=ROOT, env=limits(1), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        )
        outputs.append(out)
    for worker in workers:
        assert worker.stdout is not None
        while (line := worker.stdout.readline()) and line.strip() != "ready":
            pass
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    reports = [json.loads(worker.communicate()[0].strip().splitlines()[-1]) for worker in workers]
    return {
        "people": people,
        "seconds": max(report["seconds"] for report in reports),
        "prepare_seconds": max(report["prepare_seconds"] for report in reports),
        "versions": reports[0]["versions"],
        "found": np.concatenate([np.load(out) for out in outputs]),
    }


def time_own(people: int, cores: list[int], folder: Path) -> dict[str, Any]:
    """People a second of Gaddum's engine, which spreads over its cores by itself."""
    out = folder / "gaddum.npy"
    command = [sys.executable, "-m", "benchmarks.own", str(people), str(len(cores)), str(out), "3"]
    run = subprocess.run(
        pinned(command, cores),
        cwd=ROOT,
        env=limits(len(cores)),
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    return {"people": people, **json.loads(run.stdout.strip().splitlines()[-1]), "found": np.load(out)}


def reference(python: Path, processes: int) -> knx1.Array:
    """The first people to some twelve digits, solved once and kept beside the peers."""
    kept = BENCH / f"reference-{REFERENCE_PEOPLE}.npy"
    if not kept.exists():
        part = kept.with_suffix(".part.npy")
        command = [
            str(python),
            "-m",
            "benchmarks.reference",
            str(REFERENCE_PEOPLE),
            str(part),
            str(processes),
        ]
        subprocess.run(command, cwd=ROOT, env=limits(1), check=True)
        part.rename(kept)
    return np.load(kept)


def measure(rounds: int, only: list[str], scale: float, all_cores: list[int]) -> dict[str, Any]:
    """Every program, `rounds` times on one core and, where there are two, on two."""
    python = environment()
    truth = reference(python, len(all_cores))
    programs: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for turn in range(rounds):
            for cores in ([all_cores[0]], all_cores[:2]) if len(all_cores) > 1 else ([all_cores[0]],):
                for program in only:
                    if program == "gaddum":
                        title = "Gaddum"
                        got = time_own(int(OWN_PEOPLE * scale) * len(cores), cores, folder)
                    else:
                        module = importlib.import_module(f"benchmarks.programs.{program}")
                        title = module.TITLE
                        got = time_peer(
                            python, program, int(module.PEOPLE * scale) * len(cores), cores, folder
                        )
                    found = got.pop("found")
                    entry = programs.setdefault(
                        title,
                        {"versions": got["versions"], "error": {}, "1": [], "2": [], "prepare_seconds": []},
                    )
                    entry["error"] = knx1.largest_error(found[: len(truth)], truth[: len(found)])
                    entry["prepare_seconds"].append(round(got["prepare_seconds"], 2))
                    speed = got["people"] / got["seconds"]
                    entry[str(len(cores))].append(round(speed, 1))
                    print(
                        f"round {turn + 1}  {len(cores)} core(s)  {title:38s} {speed:12,.0f} people/s",
                        flush=True,
                    )
    return {"machine": machine.describe(), "rounds": rounds, "programs": programs}


def table(results: dict[str, Any]) -> str:
    """The results as Markdown: speeds, ratios to Gaddum, accuracy."""
    programs = results["programs"]
    middle = {
        title: {cores: statistics.median(entry[cores]) if entry[cores] else None for cores in ("1", "2")}
        for title, entry in programs.items()
    }
    anchor = middle.get("numbalsoda (LSODA)", {"1": None, "2": None})
    for title, figure in PUBLISHED.items():
        middle[title] = {
            cores: speed * figure / PUBLISHED_NUMBALSODA if speed else None for cores, speed in anchor.items()
        }
    own = middle.get("Gaddum", {"1": None, "2": None})
    lines = [
        "| program | one core, people/s | two cores | Gaddum's ratio, one core | error of peak | pointwise |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for title, speed in sorted(middle.items(), key=lambda item: -(item[1]["1"] or 0)):
        ratio = f"{own['1'] / speed['1']:,.0f} ×" if own["1"] and speed["1"] and title != "Gaddum" else "–"
        worst = ["–", "–"]
        if title in programs:
            errors = programs[title]["error"].values()
            worst = [f"{max(error[measure] for error in errors):.1e}" for measure in ("peak", "pointwise")]
        cells = [f"{speed[cores]:,.0f}" if speed[cores] else "–" for cores in ("1", "2")]
        lines.append("| " + " | ".join([title, *cells, ratio, *worst]) + " |")
    if own["1"] and own["2"]:
        lines += ["", f"Gaddum on two cores: {own['2'] / own['1']:.2f} times one core."]
    where = results["machine"]
    scaled = " and ".join(f"{figure:,.0f}" for figure in PUBLISHED.values())
    lines += [
        "",
        "Errors are the largest over outputs, visits and the first "
        f"{REFERENCE_PEOPLE} people (fewer where a program solved fewer) against SciPy's DOP853 at rtol "
        "3e-13, restarted at every event and visit: relative to that output's peak in that person, and to "
        "the value itself wherever it exceeds a millionth of the population's largest.",
        "mrgsolve and rxode2 cannot be installed from PyPI or Debian: their rows are figures measured "
        f"elsewhere ({scaled} people a second where numbalsoda did {PUBLISHED_NUMBALSODA:,.0f}), scaled by "
        "numbalsoda in this run.",
        f"Machine: {where['processor']}, {where['cores']} cores, {where['system']}, Python "
        f"{where['python']}; commit {where['commit']}; {where['when']}; "
        f"medians of {results['rounds']} interleaved rounds.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default=",".join(("gaddum", *PEERS)))
    parser.add_argument("--scale", type=float, default=1.0, help="fewer or more people than usual")
    chosen = parser.parse_args()
    results = measure(chosen.rounds, chosen.only.split(","), chosen.scale, sorted(os.sched_getaffinity(0)))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "knx1.json").write_text(json.dumps(results, indent=1) + "\n")
    text = table(results)
    (RESULTS / "knx1.md").write_text(text)
    print("\n" + text)


if __name__ == "__main__":
    main()
