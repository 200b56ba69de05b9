"""What many tests read: the founding trial weighed, its report, and small trials, each simulated once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import gaddum


@pytest.fixture(scope="session")
def verdict() -> Any:
    """The founding trial under all nine mechanisms, weighed; few trials."""
    return gaddum.weigh("ketamine-naltrexone", trials=16, seed=1)


@pytest.fixture(scope="session")
def report_folder(verdict: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the founding trial's report was written into."""
    folder = tmp_path_factory.mktemp("founding") / "deep" / "report"
    verdict.report(folder)
    return folder


@pytest.fixture(scope="session")
def small() -> Callable[..., Any]:
    """A plain crossover of eight people under two mechanisms; the same arguments give the same result."""

    @cache
    def simulated(trials: int = 8, seed: int = 1, mechanisms: tuple[str, ...] = ("nmda-only", "opioid-tone")):
        return gaddum.simulate("ab-ba", mechanisms=mechanisms, trials=trials, people=8, seed=seed)

    return simulated
