"""Where numbers come from: version, protocol hash, seed, parameters and platform; enough to run them again."""

from __future__ import annotations

import datetime
import platform
from importlib.metadata import version
from typing import Any

import gaddum
from gaddum.protocol import Protocol, protocol_hash


def provenance(
    protocol: Protocol,
    *,
    seed: int,
    trials: int,
    people: int,
    command: str,
    seconds: float,
    parameters: dict[str, Any],
) -> dict[str, Any]:
    """Provenance of a result, as the report and the JSON files carry it."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("jax", "numpy"))
    return {
        "software": "gaddum",
        "version": gaddum.__version__,
        "protocol": protocol.name,
        "hash": protocol_hash(protocol),
        "seed": seed,
        "trials": trials,
        "people": people,
        "command": command,
        "created": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {libraries}",
        "seconds": round(seconds, 1),
        "parameters": parameters,
    }
