"""Memory does not grow with the number of trials."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import resource
import gaddum

def peak(trials):
    gaddum.simulate("ab-ba", mechanisms=["nmda-only"], trials=trials, people=8)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

print(peak(1024), peak(4096))
"""


@pytest.mark.slow
def test_four_times_the_trials_take_no_more_memory():
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    few, many = map(float, run.stdout.split())

    assert many - few < 60.0  # MiB; the rows kept of the first ten thousand trials are some of it
