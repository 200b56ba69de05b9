"""Interrupting leaves no broken file and no work behind."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError
from threading import Event

import pytest

from gaddum.api import folder
from gaddum.api.background import Background, quietly


def test_an_interrupt_while_the_report_is_written_leaves_nothing(verdict, tmp_path, monkeypatch):
    def half(_numbers, out):
        (out / "report.html").write_text("<html>")
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, "write_report", half)
    monkeypatch.setattr(type(verdict), "numbers", lambda self: {"provenance": {}})

    with pytest.raises(KeyboardInterrupt):
        verdict.report(tmp_path / "report")

    assert list(tmp_path.rglob("*.*")) == []


def test_an_older_report_survives_an_interrupt(verdict, tmp_path, monkeypatch):
    def half(_numbers, out):
        (out / "report.html").write_text("new")
        raise KeyboardInterrupt

    (tmp_path / "report.html").write_text("old")
    monkeypatch.setattr(folder, "write_report", half)
    monkeypatch.setattr(type(verdict), "numbers", lambda self: {"provenance": {}})

    with pytest.raises(KeyboardInterrupt):
        verdict.report(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "old"


def test_work_in_the_background_ends_when_nobody_waits_any_more():
    began, ended = Event(), Event()

    def long() -> None:
        began.set()
        try:
            while True:
                work.progress("trials", 0, 1)
                time.sleep(0.01)
        except CancelledError:
            ended.set()
            raise

    work = Background(quietly)
    with work:
        work.start(long)
        assert began.wait(5)

    assert ended.wait(5)


def test_a_failure_in_the_background_is_told_at_once():
    def fail() -> None:
        raise ValueError("told")

    with pytest.raises(ValueError, match="told"), Background(quietly) as work:
        work.start(fail).result()
