"""Where numbers come from: version, protocol hash, seed, parameters, platform; enough to run them again."""

from __future__ import annotations

import datetime
import json
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import gaddum
from gaddum.inference.evidence import DEFAULT_MARKS
from gaddum.protocol import protocol_hash

if TYPE_CHECKING:
    from gaddum.api.result import Result


def origin(result: Result) -> dict[str, Any]:
    """What decides the numbers: the same origin, the same numbers."""
    return {
        "protocol": result.protocol.name,
        "hash": protocol_hash(result.protocol),
        "version": gaddum.__version__,
        "seed": result.seed,
        "trials": result.trials,
        "people": result.study.people,
        "parameters": _parameters(result),
    }


def provenance(result: Result) -> dict[str, Any]:
    """The origin, and the circumstances of this run: command, time, platform."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("jax", "numpy"))
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return {
        "software": "gaddum",
        **origin(result),
        "command": result.command,
        "created": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "platform": f"{system}, {libraries}",
        "seconds": round(result.seconds, 1),
    }


def as_text(found: dict[str, Any]) -> dict[str, str]:
    """Provenance as a Parquet file carries it: texts by name."""
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in found.items()
    }


def _parameters(result: Result) -> dict[str, Any]:
    grid = result.study.simulator.grid
    found: dict[str, Any] = {
        "mechanisms": [m.name for m in result.mechanisms],
        "precision": "float64",
        "time steps per period": len(grid.level),
        "largest relative error of the time grid": float(f"{grid.error:.2g}"),
    }
    if result.evidence is not None and result.prior is not None:
        found |= {
            "prior": dict(result.prior),
            "evidence": [item.id for item in result.evidence.used],
            "evidence marks": list(DEFAULT_MARKS),
            "companion studies": {name: study.trials for name, study in result.companions.items()},
        }
    return found
