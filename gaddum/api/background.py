"""Long work in threads of its own, so that an interrupt is noticed at once, even while something compiles."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

Found = TypeVar("Found")


class Background:
    """Threads whose work ends at its next report of progress once anything has failed or was interrupted.

    Args:
        tell: Told how far the work is; may be called from any of the threads.
        threads: How many things are done side by side.
    """

    def __init__(self, tell: Progress, threads: int = 2) -> None:
        self._tell = tell
        self._ended = Event()
        self._pool = ThreadPoolExecutor(threads)

    def progress(self, what: str, done: int, total: int) -> None:
        """Pass progress on; give up where nobody waits for the result any more.

        Raises:
            CancelledError: If the work was ended.
        """
        if self._ended.is_set():
            raise CancelledError
        self._tell(what, done, total)

    def start(self, work: Callable[..., Found], *given: object) -> Future[Found]:
        """Begin some work."""
        return self._pool.submit(work, *given)

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._pool.shutdown(wait=False, cancel_futures=True)


def quietly(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
