"""Protocols are found by name or path, and what cannot be found is said."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from gaddum.errors import GaddumError
from gaddum.protocol import Protocol, bundled, check, load, source_text

SOUND = Path(__file__).with_name("sound.yaml")


def test_the_protocols_that_are_promised_come_bundled() -> None:
    assert {
        "ab-ba",
        "ketamine-course",
        "ketamine-naltrexone",
        "ketamine-naltrexone-2025",
        "ketamine-naltrexone-midazolam",
    } <= set(bundled())


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_protocol_bears_its_name(name: str) -> None:
    assert load(name).name == name


def test_the_course_is_known_by_its_short_name() -> None:
    assert load("course") == load("ketamine-course")


def test_a_protocol_is_loaded_from_a_path_of_either_kind() -> None:
    assert load(str(SOUND)) == load(SOUND)


def test_a_protocol_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(SOUND.read_bytes())

    monkeypatch.setattr(sys, "stdin", Input)

    assert load("-") == load(SOUND)


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("ketamine-naltrexon", "GAD-PROT-11", 'Did you mean "ketamine-naltrexone"?'),
        ("", "GAD-PROT-11", "neither a bundled protocol nor a file"),
        ("nowhere.yaml", "GAD-PROT-01", "no such file"),
        ("no/such/folder/trial.yaml", "GAD-PROT-01", "no such file"),
        (str(SOUND.parent), "GAD-PROT-01", "a folder, not a file"),
        ("bad\0name.yaml", "GAD-PROT-01", "bad"),
        ("x" * 5000 + ".yaml", "GAD-PROT-01", "cannot be read"),
        ("/dev/null", "GAD-PROT-01", "not a plain file"),
    ],
)
def test_what_is_not_there_is_said(source: str, code: str, words: str) -> None:
    with pytest.raises(GaddumError) as refusal:
        load(source)

    assert refusal.value.code == code
    assert words in str(refusal.value)
    assert [fault.code for fault in check(source)] == [code]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"# " + b"x" * 3_000_000)

    assert [fault.code for fault in check(path)] == ["GAD-PROT-01"]


def test_only_bundled_protocols_can_be_printed_by_name() -> None:
    with pytest.raises(GaddumError) as refusal:
        source_text("../errors")

    assert refusal.value.code == "GAD-PROT-11"


def test_a_protocol_cannot_be_changed_by_accident() -> None:
    protocol = load("ab-ba")

    with pytest.raises(ValidationError, match="frozen"):
        protocol.name = "other"  # type: ignore[misc]


def test_visits_run_in_order_of_time_whatever_the_document_says(tmp_path: Path) -> None:
    lines = SOUND.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("visits:"))
    lines[at + 1 : at + 5] = reversed(lines[at + 1 : at + 5])
    path = tmp_path / "reversed.yaml"
    path.write_text("".join(lines))

    assert list(load(path).visits) == ["baseline", "infusion_end", "day_1", "day_7"]


def test_a_protocol_lists_what_it_needs() -> None:
    protocol = load("ketamine-naltrexone-midazolam")

    assert protocol.compounds == ("ketamine", "naltrexone", "midazolam")
    assert protocol.instruments == ("hamd17", "madrs", "cadss", "drug_liking", "craving", "cows")
    assert protocol.primary == ("change_day_1",)
    assert protocol.n_periods == 4
    assert isinstance(protocol, Protocol)
