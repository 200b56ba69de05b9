"""`gaddum simulate` and `gaddum weigh`: what they print, where, and how they say no."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import gaddum.api.run
from gaddum.cli.main import cli, main
from gaddum.errors import GaddumError
from gaddum.protocol import source_text

COMMAND = (sys.executable, "-c", "from gaddum.cli.main import main; main()")
FOUNDING = ("simulate", "ketamine-naltrexone")


@pytest.fixture
def shown(verdict, monkeypatch):
    """Run a command line whose simulation is the one already at hand."""
    asked = {}

    def simulated(_protocol, **options):
        asked.update(options)
        options["progress"]("ketamine-naltrexone: trials", 8, 16)
        return verdict

    monkeypatch.setattr(gaddum.api.run, "simulate", simulated)
    monkeypatch.setattr(gaddum.api.run, "weigh", simulated)

    def run(*arguments: str):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        result.asked = asked
        return result

    return run


def refused(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command line in a process of its own."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=cwd, check=False)


# ------------------------------------------------------------------------------ what is printed
def test_the_table_shows_every_mechanism_and_the_warnings(shown, verdict):
    result = shown(*FOUNDING)

    assert result.exit_code == 0
    assert all(name in result.stdout for name in verdict.mechanism_numbers)
    assert "placebo+" in result.stdout
    assert "not medical advice" in result.stdout
    assert "cannot tell apart" in result.stdout


def test_json_prints_one_document_and_nothing_else(shown, verdict):
    result = shown(*FOUNDING, "--json")

    assert json.loads(result.stdout) == verdict.to_dict()
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


def test_json_beside_a_report_still_prints_one_document(shown, verdict, tmp_path, monkeypatch):
    monkeypatch.setattr(type(verdict), "report", lambda self, out: [Path(out) / "report.html"])

    result = shown(*FOUNDING, "--json", "--out", str(tmp_path / "report"))

    assert json.loads(result.stdout)["protocol"] == "ketamine-naltrexone"
    assert "report.html" in result.stderr


def test_options_reach_the_simulation(shown):
    asked = shown(
        "weigh", "ketamine-naltrexone", "--mechanism", "nmda-only", "--mechanism", "mixture:0.4",
        "--prior", "nmda-only=3", "--prior", "mixture:0.4=0.5", "--people", "40", "--trials", "9",
        "--seed", "5", "--cores", "1", "--evidence", "yoon2025-remission",
    ).asked  # fmt: skip

    assert asked.pop("progress")
    assert asked == {
        "mechanisms": ["nmda-only", "mixture:0.4"], "prior": {"nmda-only": 3.0, "mixture:0.4": 0.5},
        "people": 40, "trials": 9, "seed": 5, "cores": 1, "evidence": ("yoon2025-remission",),
    }  # fmt: skip


# ------------------------------------------------------------------------------------ progress
STUB = """
import sys, types
def simulate(*_, progress, **__):
    progress("the-trial: trials", 1, 2)
    raise SystemExit
sys.modules["gaddum.api.run"] = types.SimpleNamespace(simulate=simulate)
from gaddum.cli.main import main
main()
"""


def talk(*arguments: str, terminal: bool) -> str:
    """What a run that reports progress once writes to standard error."""
    command = [sys.executable, "-c", STUB, "simulate", "ab-ba", *arguments]
    if not terminal:
        return subprocess.run(command, capture_output=True, text=True, check=True).stderr
    ours, theirs = pty.openpty()
    subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, check=True, env=os.environ | {"TERM": "xterm"}
    )
    os.close(theirs)
    text = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # how Linux says that the other end was closed
            break
        if not chunk:
            break
        text += chunk
    os.close(ours)
    return text.decode()


def test_progress_is_shown_on_a_terminal():
    assert "the-trial" in talk(terminal=True)


def test_progress_is_not_written_into_a_file():
    assert talk(terminal=False) == ""


def test_quiet_is_quiet_on_a_terminal_too():
    assert talk("--quiet", terminal=True) == ""


# ----------------------------------------------------------------------------------- saying no
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("simulate", "ab-ba", "--trials", "-5"), "GAD-API-01", "a whole number from 1"),
        (("simulate", "ab-ba", "--people", "1"), "GAD-API-01", "a whole number from 2"),
        (("simulate", "ab-ba", "--mechanism", "magic"), "GAD-API-03", "nmda-only"),
        (("simulate", "no-such-trial"), "GAD-PROT-11", "ketamine-naltrexone"),
        (("weigh", "ab-ba", "--prior", "magic=1"), "GAD-INF-02", "nmda-only"),
        (("weigh", "ab-ba", "--prior", "nmda-only"), "GAD-INF-01", "NAME=WEIGHT"),
        (("weigh", "ab-ba", "--evidence", "hearsay"), "GAD-INF-03", "yoon2025-remission"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_used_is_refused_with_what_would_have_been_right(
    arguments, code, words, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gaddum", *arguments, "--out", "report"])

    with pytest.raises(SystemExit) as end:
        main()

    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.out == ""
    assert code in said.err
    assert words in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_bad_protocol_is_refused_with_every_fault_and_no_traceback(tmp_path):
    text = source_text("ab-ba").replace("0.5 mg/kg over 40 min", "0.5 over 40 min")
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")

    run = refused("simulate", "bad.yaml", "--out", "report", cwd=tmp_path)

    assert run.returncode == 2
    assert run.stderr.count("bad.yaml:") == 2
    assert "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("in the way")

    run = refused("simulate", "ketamine-naltrexone", "--out", "file/report", cwd=tmp_path)

    assert run.returncode == 2
    assert "GAD-API-02" in run.stderr
    assert "Traceback" not in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_numerics_that_are_not_installed_are_named_with_the_remedy(tmp_path):
    code = "import sys; sys.modules['jax'] = None; from gaddum.cli.main import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, "simulate", "ab-ba"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "GAD-API-05" in run.stderr
    assert "gaddum[all]" in run.stderr


def test_any_refusal_ends_with_exit_code_two(monkeypatch, capsys):
    def refuse(*_, **__):
        raise GaddumError("GAD-API-04", "Not this one.")

    monkeypatch.setattr(gaddum.api.run, "simulate", refuse)
    monkeypatch.setattr(sys, "argv", ["gaddum", "simulate", "ab-ba"])

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert "Not this one." in capsys.readouterr().err


# ---------------------------------------------------------------------------------- interrupts
@pytest.mark.parametrize("after_s", [0.7, 6.0], ids=["while starting", "while working"])
def test_an_interrupt_ends_at_once_with_130_and_leaves_nothing(after_s, tmp_path):
    command = [*COMMAND, *FOUNDING, "--trials", "1000000", "--out", "report"]
    run = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    time.sleep(after_s)

    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=20)

    assert run.returncode == 130
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.rglob("*")) == []
