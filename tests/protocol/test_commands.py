"""check, explain, protocols and schema at the command line: output, exit codes, no traceback."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gaddum.cli.main import main
from gaddum.protocol import bundled, json_schema, load, protocol_hash, source_text

BAD = Path(__file__).with_name("test_check")
Output = tuple[int, str, str]


@pytest.fixture
def gaddum(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> Output:
        monkeypatch.setattr(sys, "argv", ["gaddum", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return run


@pytest.mark.parametrize("name", [*bundled(), "course"])
def test_checking_a_bundled_protocol_ends_with_a_friendly_line(gaddum, name: str) -> None:
    code, out, err = gaddum("check", name)

    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: no faults.")


def test_checking_a_bad_file_tells_place_value_expectation_and_remedy_and_ends_with_2(gaddum) -> None:
    path = BAD / "weight_of_700_kg.yaml"
    code, out, err = gaddum("check", str(path))

    assert (code, out) == (2, "")
    assert f"{path}:9  population.weight_kg.max   GAD-PROT-28" in err
    for words in ("700", "20 to 350 kg", "between 20 and 350", "1 fault."):
        assert words in err


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_bad_file_causes_a_traceback(gaddum, path: Path) -> None:
    code, out, err = gaddum("check", str(path))

    assert (code, out) == (2, "")
    assert "GAD-PROT-" in err
    assert "Traceback" not in err


def test_several_files_are_checked_at_once(gaddum) -> None:
    code, out, err = gaddum("check", "ab-ba", str(BAD / "empty.yaml"), str(BAD / "unknown_key.yaml"))

    assert code == 2
    assert out.startswith("ab-ba: no faults.")
    assert "2 faults." in err


def test_check_as_json_is_one_document(gaddum) -> None:
    code, out, _ = gaddum("check", "--json", str(BAD / "dose_without_a_unit.yaml"))
    result = json.loads(out)

    assert code == 2
    assert result["sound"] is False
    assert [fault["code"] for fault in result["faults"]] == ["GAD-PROT-12"]

    code, out, _ = gaddum("check", "--json", "ab-ba")

    assert code == 0
    assert json.loads(out)["hash"] == protocol_hash(load("ab-ba"))


def test_a_compound_or_scale_of_ones_own_can_be_named(gaddum, tmp_path: Path) -> None:
    trial = tmp_path / "trial.yaml"
    trial.write_text(source_text("ab-ba").replace("compound: naltrexone", "compound: newblocker"))

    assert gaddum("check", str(trial))[0] == 2
    assert gaddum("check", str(trial), "--compound", "newblocker")[0] == 0


def test_explain_prints_the_synopsis(gaddum) -> None:
    code, out, err = gaddum("explain", "ketamine-naltrexone")

    assert (code, err) == (0, "")
    assert "SCHEDULE OF ASSESSMENTS" in out


@pytest.mark.parametrize("command", ["check", "explain"])
def test_an_unknown_name_ends_with_2(gaddum, command: str) -> None:
    code, out, err = gaddum(command, "ketamine-naltrexon")

    assert (code, out) == (2, "")
    assert 'Did you mean "ketamine-naltrexone"?' in err


def test_the_bundled_protocols_are_listed_with_their_titles(gaddum) -> None:
    code, out, _ = gaddum("protocols")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == bundled()


def test_a_bundled_protocol_is_printed_to_start_from(gaddum) -> None:
    assert gaddum("protocols", "ab-ba") == (0, source_text("ab-ba"), "")


def test_the_schema_is_printed(gaddum) -> None:
    code, out, _ = gaddum("schema")

    assert code == 0
    assert json.loads(out) == json_schema()
