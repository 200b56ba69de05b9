"""Progress bars on standard error; nothing at all where nobody looks."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bars:
    """One bar for each thing that is done, gone when all is done.

    Args:
        silent: Whether to show nothing.
    """

    def __init__(self, silent: bool) -> None:
        self._silent = silent
        self._lock = Lock()  # told from several threads
        self._shown: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far something is; what stands before a colon is its name."""
        if self._silent:
            return
        with self._lock:
            shown = self._shown = self._shown or _begin()
            name = what.split(": ")[0]
            if name not in self._tasks:
                self._tasks[name] = shown.add_task(what, total=total)
            shown.update(self._tasks[name], description=what, completed=done, total=total)

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._silent = True
            if self._shown is not None:
                self._shown.stop()


def _begin() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    shown.start()
    return shown
