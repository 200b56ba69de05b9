"""`gaddum pk`: a pharmacometrician drives the kinetics alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars
import pytest
from click.testing import CliRunner

from gaddum.cli.pk import command

FILES = Path(__file__).parent / "test_event_table"
EVENTS = "ID,TIME,AMT,RATE,EVID\n1,0,40,60,1\n1,0.6666667,.,.,0\n1,24,.,.,0\n"


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(EVENTS)
    return path


def run(*arguments, **more):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], **more)


def rows_of(result):
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_table_has_a_row_per_record_and_a_column_per_read_out(events):
    rows = rows_of(run(events, "--compound", "ketamine", "--weight", "80"))

    assert [row["EVID"] for row in rows] == ["1", "0", "0"]
    assert list(rows[0])[:4] == ["ID", "TIME", "EVID", "ketamine"]
    assert float(rows[1]["ketamine"]) == pytest.approx(299, abs=1)  # 80 kg, 0.5 mg/kg over 40 min


def test_units_and_assumptions_are_told_on_standard_error(events):
    result = run(events, "--compound", "naltrexone")

    assert "# ng/mL: naltrexone, naltrexol" in result.stderr
    assert "# no unit: mu_site" in result.stderr
    assert "AMT was taken as mg" in result.stderr
    assert "counted as if base" in result.stderr
    assert "#" not in result.stdout


def test_molar_units_can_be_asked_for(events):
    mass = rows_of(run(events, "--compound", "s-ketamine"))[1]["ketamine"]
    molar = rows_of(run(events, "--compound", "s-ketamine", "--unit", "umol/L"))[1]["ketamine"]

    assert float(mass) / float(molar) == pytest.approx(237.73, rel=1e-6)


def test_observations_alone_and_enantiomers_one_by_one(events):
    rows = rows_of(run(events, "--compound", "ketamine", "--observations", "--parts"))

    assert len(rows) == 2
    s, r, both = (float(rows[0][key]) for key in ("s-ketamine:ketamine", "r-ketamine:ketamine", "ketamine"))
    assert s + r == pytest.approx(both, rel=1e-6)


def test_json_is_one_document(events):
    document = json.loads(run(events, "--compound", "ketamine", "--json").stdout)

    assert document["compound"] == "ketamine"
    assert document["units"]["ketamine"] == "ng/mL"
    assert len(document["rows"]) == 3


def test_standard_input_is_read():
    assert len(rows_of(run("-", "--compound", "midazolam", input=EVENTS))) == 3


def test_a_file_is_written_as_csv_or_parquet(events, tmp_path):
    for name in ("out.csv", "out.parquet"):
        assert run(events, "--compound", "midazolam", "--out", tmp_path / name).exit_code == 0

    written = polars.read_parquet(tmp_path / "out.parquet")
    assert written["midazolam"].to_list() == pytest.approx(
        polars.read_csv(tmp_path / "out.csv")["midazolam"].to_list(), rel=1e-8
    )


def test_the_effect_of_sex_can_be_switched_on(events):
    plain = rows_of(run(events, "--compound", "ketamine", "--female"))[1]["ketamine"]
    lower = rows_of(run(events, "--compound", "ketamine", "--female", "--sex-effect"))[1]["ketamine"]

    assert float(lower) < float(plain)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([FILES / "weight_of_700_kg.csv", "--compound", "ketamine"], "GAD-EXCH-11"),
        ([FILES / "good.csv", "--compound", "ketamin"], "GAD-PHARM-11"),
        ([FILES / "good.csv", "--compound", "ketamine", "--weight", "700"], "GAD-EXCH-11"),
        ([FILES / "good.csv", "--compound", "ketamine", "--age", "-4"], "GAD-EXCH-11"),
        ([FILES / "good.csv", "--compound", "ketamine", "--out", "/absent/folder/out.csv"], "GAD-EXCH-14"),
        (["absent.csv", "--compound", "ketamine"], "GAD-EXCH-01"),
    ],
)
def test_bad_input_is_refused_with_its_code(arguments, code):
    result = run(*arguments)

    assert result.exception is not None
    assert code in str(result.exception)
    assert result.stdout == ""
