"""A report written once for the tests that read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gaddum.report import write_report
from tests.report.sample import founding

VOID = {"meta", "link", "br", "wbr", "img", "hr", "input"}


@dataclass
class Tag:
    """An element with its attributes and the text inside it."""

    name: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page strictly enough to notice an element that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._open: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        found = Tag(tag, {k: v or "" for k, v in attrs}, tuple(t.name for t in self._open))
        self.tags.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as in SVG."""
        self.tags.append(Tag(tag, {k: v or "" for k, v in attrs}, tuple(t.name for t in self._open)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which has to be this one."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Give the text to every open element."""
        for tag in self._open:
            tag.text.append(data)


@dataclass
class Page:
    """A report's text and its elements."""

    source: str
    tags: list[Tag]

    @property
    def words(self) -> str:
        """What a reader sees, spaces evened out."""
        return " ".join("".join(self.tags[0].text).split())

    def named(self, *names: str) -> Iterator[Tag]:
        """Elements of these names."""
        return (tag for tag in self.tags if tag.name in names)


def read(path: Path) -> Page:
    """Parse a report."""
    reader = Reader()
    source = path.read_text("utf-8")
    reader.feed(source)
    reader.close()
    return Page(source, reader.tags)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of the founding trial's invented report."""
    return write_report(founding(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def page(written: list[Path]) -> Page:
    """The founding trial's invented report, parsed."""
    return read(written[0])
