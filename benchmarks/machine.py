"""Where a figure was measured: processor, cores, system, Python, commit and day."""

from __future__ import annotations

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path


def describe() -> dict[str, str | int]:
    """Facts that a stored figure needs beside it."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    changed = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True).stdout.strip()
    return {
        "processor": found.group(1).strip() if found else platform.processor(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "commit": (commit.stdout.strip() or "none") + ("+changes" if changed else ""),
        "when": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }
