"""One check's results: a page of tables in Markdown, a CSV, criteria that hold or not, an exit status."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import gaddum

RESULTS = Path(__file__).parent / "results"


class Sheet:
    """A page under `results/`, written at the end and not before.

    Args:
        name: Name of the check, as in `python -m verification NAME`.
        title: Heading of the page.
        setting: Seed, trials and whatever else makes the numbers what they are.
    """

    def __init__(self, name: str, title: str, setting: str) -> None:
        self.name, self.title = name, title
        self.made = f"Made by `python -m verification.{name}` with Gaddum {gaddum.__version__}; {setting}."
        self.lines: list[str] = []
        self.criteria: list[tuple[str, str, bool]] = []
        RESULTS.mkdir(parents=True, exist_ok=True)

    @property
    def picture(self) -> Path:
        """Where the check's picture goes."""
        return RESULTS / f"{self.name}.png"

    def say(self, *sentences: str) -> None:
        """Add a paragraph, one sentence a line."""
        self.lines += [*sentences, ""]

    def heading(self, text: str) -> None:
        """Add a heading."""
        self.lines += [f"## {text}", ""]

    def show(self, text: str) -> None:
        """Add the picture, with words for those who cannot see it."""
        self.lines += [f"![{text}]({self.picture.name})", ""]

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> None:
        """Add a table; the first `words` columns are text, the others numbers."""
        self.lines += [
            "| " + " | ".join(header) + " |",
            "| " + " | ".join("---" if k < words else "---:" for k in range(len(header))) + " |",
            *("| " + " | ".join(row) + " |" for row in rows),
            "",
        ]

    def require(self, criterion: str, found: str, holds: bool) -> None:
        """State what must hold, what was found, and whether it does."""
        self.criteria.append((criterion, found, bool(holds)))

    def write(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Write page and CSV, print a line, and return 0 if every criterion holds, else 1."""
        with (RESULTS / f"{self.name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_plain(cell) for cell in row] for row in rows)
        missed = [criterion for criterion in self.criteria if not criterion[2]]
        page = [
            f"# {self.title}",
            "",
            self.made,
            "",
            "| criterion | found | verdict |",
            "| --- | --- | --- |",
        ]
        page += [
            f"| {what} | {found} | {'pass' if holds else '**fail**'} |"
            for what, found, holds in self.criteria
        ]
        (RESULTS / f"{self.name}.md").write_text(
            "\n".join([*page, "", *self.lines]).rstrip() + "\n", encoding="utf-8"
        )
        for what, found, _ in missed:
            print(f"missed: {what}: {found}", file=sys.stderr)
        print(f"{self.name}: {len(self.criteria)} criteria, {len(missed)} missed")
        return 1 if missed else 0


def _plain(cell: object) -> object:
    return f"{cell:.6g}" if isinstance(cell, float) else cell
