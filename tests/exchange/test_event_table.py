"""Event tables are read as the field writes them; what is wrong is told with file, line and column."""

from __future__ import annotations

import contextlib
from pathlib import Path

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaddum.errors import GaddumError
from gaddum.exchange.columns import write_columns
from gaddum.exchange.event_table import read_events, write_events
from gaddum.pharmacology.compounds import load_compound
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid

FILES = Path(__file__).parent / "test_event_table"
BAD = {
    # file: (code, line, column)
    "amount_is_negative": ("GAD-EXCH-08", 2, "AMT"),
    "time_goes_back": ("GAD-EXCH-05", 3, "TIME"),
    "addl_without_ii": ("GAD-EXCH-10", 2, "II"),
    "steady_state_without_ii": ("GAD-EXCH-10", 2, "II"),
    "rate_and_dur": ("GAD-EXCH-09", 2, "DUR"),
    "rate_of_the_model": ("GAD-EXCH-09", 2, "RATE"),
    "compartment_is_unknown": ("GAD-EXCH-07", 2, "CMT"),
    "evid_is_unknown": ("GAD-EXCH-06", 2, "EVID"),
    "text_in_a_number": ("GAD-EXCH-04", 2, "AMT"),
    "clock_time": ("GAD-EXCH-04", 2, "TIME"),
    "time_missing": ("GAD-EXCH-04", 2, "TIME"),
    "weight_of_700_kg": ("GAD-EXCH-11", 2, "WT"),
    "sex_as_a_code": ("GAD-EXCH-11", 2, "SEX"),
    "empty": ("GAD-EXCH-02", 1, ""),
    "header_only": ("GAD-EXCH-02", 1, ""),
    "column_missing": ("GAD-EXCH-03", 1, ""),
    "column_twice": ("GAD-EXCH-03", 1, ""),
    "field_missing": ("GAD-EXCH-12", 2, ""),
    "dose_without_amount": ("GAD-EXCH-08", 2, "AMT"),
    "observation_with_amount": ("GAD-EXCH-08", 2, "AMT"),
    "interval_repeats_nothing": ("GAD-EXCH-10", 2, "II"),
    "person_in_two_blocks": ("GAD-EXCH-05", 4, "ID"),
    "steady_state_three": ("GAD-EXCH-10", 2, "SS"),
    "infusions_without_number": ("GAD-EXCH-10", 2, "II"),
    "doses_without_number": ("GAD-EXCH-10", 2, "ADDL"),
    "time_beyond_a_life": ("GAD-EXCH-04", 2, "TIME"),
    "fraction_of_a_dose": ("GAD-EXCH-04", 2, "ADDL"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_with_line_and_column(name):
    code, line, column = BAD[name]
    path = FILES / f"{name}.csv"
    with pytest.raises(GaddumError) as refused:
        read_events(path, load_compound("ketamine"))

    (fault,) = refused.value.faults
    assert (code, f"{path}:{line}" + (f"  {column}" if column else "")) == (fault.code, fault.place)
    assert fault.value or name in ("empty", "header_only", "column_twice", "field_missing")


def test_every_bad_file_has_its_test():
    assert {path.stem for path in FILES.glob("*.csv")} == {*BAD, "good"}


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("ID,TIME,AMT,EVID,WT\n1,0,-3,1,700\n1,x,3,9,70\n1,-1,3,1,70\n1,2\n")
    with pytest.raises(GaddumError) as refused:
        read_events(path)

    places = [fault.place.removeprefix(f"{path}:") for fault in refused.value.faults]
    assert places == ["2  WT", "2  AMT", "3  TIME", "3  EVID", "4  TIME", "5"]


def test_a_table_is_read_as_written():
    table = read_events(FILES / "good.csv", load_compound("ketamine"))

    assert table.ignored == ("SITE",)
    assert table.rows == (
        EventRow("1", 0.0, Evid.DOSE, 35.0, 52.5, "iv", weight_kg=70.0, female=1.0, line=3),
        EventRow("1", 0.667, line=4),
        EventRow("1", 24.0, Evid.DOSE, 35.0, 52.5, "1", 48.0, 3, line=6),
        EventRow("2", 0.0, Evid.DOSE, 40.0, ii=24.0, ss=1, weight_kg=81.5, female=0.0, line=7),
        EventRow("2", 4.0, line=8),
    )


def test_lower_case_headers_and_an_infusion_time_are_read(tmp_path):
    path = tmp_path / "low.csv"
    path.write_text("#id,time,amt,tinf,weight\n1,0,30,0.5,80\n1,1,.,.,.\n")
    rows = read_events(path).rows

    assert rows[0] == EventRow("1", 0.0, Evid.DOSE, 30.0, 60.0, weight_kg=80.0, line=2)
    assert rows[1].evid == Evid.OBSERVATION


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(GaddumError) as refused:
        read_events("no-such-file.csv")

    assert refused.value.code == "GAD-EXCH-01"


@pytest.mark.parametrize(
    "content", [b"ID,TIME,AMT\n\xff\xfe,1,2\n", b"ID,TIME,AMT\n\x00,1,2\n", b"\x00" * 99]
)
def test_a_file_that_is_not_text_is_told(tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.raises(GaddumError):
        read_events(path)


@given(
    st.lists(st.lists(st.sampled_from(["1", "-1", "x", ".", "", "1e9", "nan", "2"]), max_size=9), max_size=4)
)
@settings(max_examples=60, deadline=None)
def test_no_table_makes_the_reader_fall_over(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("tables") / "events.csv"
    header = "ID,TIME,AMT,RATE,EVID,SS,II,ADDL,CMT"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n")
    with contextlib.suppress(GaddumError):
        assert read_events(path, load_compound("naltrexone")).rows


def test_a_file_that_is_not_parquet_is_told(tmp_path):
    path = tmp_path / "events.parquet"
    path.write_text("ID,TIME,AMT\n")
    with pytest.raises(GaddumError) as refused:
        read_events(path)

    assert refused.value.code == "GAD-EXCH-01"


def test_parquet_of_other_tools_is_read(tmp_path):
    path = tmp_path / "events.parquet"
    polars.DataFrame(
        {"ID": [1, 1], "TIME": [0.0, 2.5], "AMT": [50.0, None], "CMT": [1.0, 2.0], "EVID": [1, 0]}
    ).write_parquet(path)

    assert read_events(path).rows == (
        EventRow("1", 0.0, Evid.DOSE, 50.0, cmt="1", line=2),
        EventRow("1", 2.5, cmt="2", line=3),
    )


numbers = st.floats(0, 1000).map(lambda value: float(f"{value:.9g}"))


@st.composite
def tables(draw):
    """Valid rows of one or two people."""
    rows = []
    for person in draw(st.lists(st.sampled_from(["1", "A-7", "x y"]), min_size=1, max_size=2, unique=True)):
        for time in sorted(draw(st.lists(numbers, min_size=1, max_size=4))):
            gives = draw(st.booleans())
            addl = draw(st.integers(0, 5)) if gives else 0
            rows.append(
                EventRow(
                    person,
                    time,
                    draw(
                        st.sampled_from(
                            [Evid.DOSE, Evid.RESET_DOSE] if gives else [Evid.OBSERVATION, Evid.RESET]
                        )
                    ),
                    draw(st.floats(1, 500).map(lambda value: float(f"{value:.9g}"))) if gives else 0.0,
                    draw(st.sampled_from([0.0, 7.5])) if gives else 0.0,
                    draw(st.sampled_from(["", "iv", "2"])),
                    12.0 if addl else 0.0,
                    addl,
                    weight_kg=draw(st.sampled_from([None, 55.5])),
                )
            )
    return rows


@given(tables(), st.sampled_from(["csv", "parquet"]))
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(tmp_path_factory, rows, suffix):
    path = tmp_path_factory.mktemp("tables") / f"events.{suffix}"
    write_events(rows, path)
    back = [EventRow(**{**vars(row), "line": 0}) for row in read_events(path).rows]

    assert back == rows


def test_an_unwritable_folder_leaves_nothing(tmp_path):
    with pytest.raises(GaddumError) as refused:
        write_columns({"ID": ["1"]}, tmp_path / "absent" / "out.csv")

    assert refused.value.code == "GAD-EXCH-14"
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.csv"
    write_columns({"ID": ["old"]}, path)
    with pytest.raises(ValueError):
        write_columns({"ID": ["1", "2"], "TIME": [0.0]}, path)

    assert path.read_text() == "ID\nold\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]
