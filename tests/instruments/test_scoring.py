"""Scales are scored by their published rules, and a sheet that cannot be right is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaddum import instruments
from gaddum.errors import GaddumError, Problems
from tests.instruments.golden import SHEETS

FOLDER = Path(__file__).with_suffix("")


def sheet(scale: str, values: str) -> dict[str, int | None]:
    ids = instruments.get(scale).item_ids
    return {
        name: None if value == "." else int(value) for name, value in zip(ids, values.split(), strict=True)
    }


@pytest.fixture
def own_scale() -> Iterator[instruments.Instrument]:
    yield instruments.load_file(FOLDER / "own_scale.yaml")
    instruments.forget("own_scale")


@pytest.mark.parametrize(("scale", "values", "total"), SHEETS)
def test_golden_sheets_have_their_totals(scale: str, values: str, total: int | None) -> None:
    score = instruments.score(scale, sheet(scale, values))

    assert score.total == total
    assert (score.reason is None) == (total is not None and not score.prorated)


@pytest.mark.parametrize("scale", instruments.known())
def test_every_scale_has_golden_sheets_from_lowest_to_highest(scale: str) -> None:
    totals = [total for name, _, total in SHEETS if name == scale]
    instrument = instruments.get(scale)

    assert {instrument.minimum, instrument.maximum, None} <= set(totals)


@pytest.mark.parametrize("scale", instruments.known())
@given(data=st.data())
def test_a_complete_sheet_scores_its_sum_within_the_range(scale: str, data: st.DataObject) -> None:
    instrument = instruments.get(scale)
    values = {item.id: data.draw(st.sampled_from(item.values)) for item in instrument.items}
    score = instruments.score(scale, values)

    assert score.total == sum(values.values())
    assert instrument.minimum <= score.total <= instrument.maximum
    assert not score.missing


@pytest.mark.parametrize("scale", instruments.known())
@given(data=st.data())
def test_a_sheet_with_gaps_scores_within_the_range_or_says_why_not(scale: str, data: st.DataObject) -> None:
    instrument = instruments.get(scale)
    values = {
        item.id: data.draw(st.none() | st.sampled_from((*item.values, *item.not_assessed)))
        for item in instrument.items
    }
    score = instruments.score(scale, values)

    if score.total is None:
        assert "missing" in (score.reason or "")
    else:
        assert instrument.minimum <= score.total <= instrument.maximum


def test_zero_is_a_score_and_not_a_gap() -> None:
    score = instruments.score("cows", sheet("cows", "0 0 0 0 0 0 0 0 0 0 0"))

    assert (score.total, score.missing, score.reason) == (0, (), None)


def test_an_item_left_out_is_as_missing_as_one_left_empty() -> None:
    left_out = instruments.score("madrs", {str(i): 3 for i in range(1, 10)})
    left_empty = instruments.score("madrs", {**{str(i): 3 for i in range(1, 10)}, "10": None})

    assert left_out == left_empty
    assert left_out.reason == "prorated for missing item 10"


def test_items_may_be_numbered() -> None:
    assert instruments.score("madrs", dict.fromkeys(range(1, 11), 2)).total == 20


def test_the_core_items_are_scored_from_the_full_sheet() -> None:
    full = sheet("hamd17", "3 2 1 1 1 1 3 1 1 2 2 1 1 1 1 0 0")

    assert instruments.score("hamd6", full).total == 12
    assert instruments.score("hamd17", full).subscales == {"hamd6": 12, "hamd7": 14}


def test_a_subscale_with_a_gap_is_missing_though_the_total_is_prorated() -> None:
    score = instruments.score("hamd17", sheet("hamd17", ". 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"))

    assert score.total == 17
    assert score.subscales == {"hamd6": None, "hamd7": None}


@pytest.mark.parametrize(
    ("scale", "item", "value"),
    [
        ("cows", "1", 3),
        ("cows", "3", 2),
        ("cows", "11", 1),
        ("cows", "1", -1),
        ("hamd17", "4", 3),
        ("hamd17", "1", 5),
        ("madrs", "1", 7),
        ("madrs", "1", 2.5),
        ("madrs", "1", float("nan")),
        ("madrs", "1", True),
        ("madrs", "1", "3"),
        ("cadss", "1", 9),
        ("drug_liking", "1", 101),
    ],
)
def test_a_value_the_item_does_not_allow_is_refused(scale: str, item: str, value: int) -> None:
    with pytest.raises(Problems) as refusal:
        instruments.score(scale, {item: value})

    assert [fault.code for fault in refusal.value.faults] == ["GAD-INST-14"]
    assert refusal.value.faults[0].place == f"{scale}.{item}"


def test_every_fault_of_a_sheet_is_told_at_once() -> None:
    with pytest.raises(Problems) as refusal:
        instruments.score("cows", {"1": 3, "2": 9, "12": 0})

    assert [fault.code for fault in refusal.value.faults] == ["GAD-INST-14", "GAD-INST-14", "GAD-INST-13"]


@pytest.mark.parametrize(
    ("scale", "total", "band"),
    [
        ("hamd17", 0, "none"),
        ("hamd17", 7, "none"),
        ("hamd17", 8, "mild"),
        ("hamd17", 13, "mild"),
        ("hamd17", 14, "moderate"),
        ("hamd17", 19, "severe"),
        ("hamd17", 23, "very severe"),
        ("hamd17", 52, "very severe"),
        ("madrs", 6, "none"),
        ("madrs", 19, "mild"),
        ("madrs", 34, "moderate"),
        ("madrs", 35, "severe"),
        ("cows", 4, "none"),
        ("cows", 5, "mild"),
        ("cows", 13, "moderate"),
        ("cows", 25, "moderately severe"),
        ("cows", 37, "severe"),
        ("cadss", 20, None),
    ],
)
def test_a_total_falls_in_its_published_band(scale: str, total: int, band: str | None) -> None:
    assert instruments.get(scale).band(total) == band


def test_a_scale_of_ones_own_is_a_file(own_scale: instruments.Instrument) -> None:
    assert "own_scale" in instruments.known()
    assert (own_scale.minimum, own_scale.maximum) == (-1, 14)
    assert instruments.score("own_scale", {"a": 7, "b": 5, "c": 2}).total == 14
    assert instruments.score("own_scale", {"a": 4, "b": 9, "c": 0}).prorated
    assert instruments.get("own_scale").band(5) == "high"


def test_every_fault_of_a_scale_file_is_told_with_its_line() -> None:
    path = FOLDER / "broken_scale.yaml"
    with pytest.raises(Problems) as refusal:
        instruments.load_file(path)
    found = {(fault.code, fault.place.partition("  ")[2]) for fault in refusal.value.faults}

    assert found == {
        ("GAD-INST-10", "id"),
        ("GAD-INST-09", "rater"),
        ("GAD-INST-09", "items[1].values"),
        ("GAD-INST-07", "items[2].label"),
        ("GAD-INST-09", "missing.rule"),
        ("GAD-INST-09", "sources"),
        ("GAD-INST-06", "extra"),
    }
    assert all(fault.place.startswith(f"{path}:") for fault in refusal.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("values: 1..7}", "values: [3, 2, 1]}", "do not go up"),
        ("id: b,", "id: a,", "Two items are called a"),
        ("[a, b]}", "[a, z]}", "names item z"),
        ("not_assessed: [9]", "not_assessed: [5]", "both as a value and for not assessed"),
        ("maximum: 14", "maximum: 99", "outside the totals"),
        ("minimum: 5", "minimum: 4", "overlap"),
        ("bands_source: our own\n", "", "bands_source"),
        ("at_most: 1", "at_most: 3", "every item is missing"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (FOLDER / "own_scale.yaml").read_text()
    assert old in text
    path = tmp_path / "scale.yaml"
    path.write_text(text.replace(old, new))

    with pytest.raises(Problems, match=words) as refusal:
        instruments.load_file(path)

    assert refusal.value.code == "GAD-INST-12"
    assert "own_scale" not in instruments.known()


@pytest.mark.parametrize(
    "content", [b"", b"- a\n", b"\xff\xfe", b"a: [", b"items: {a: 1}\n", b"items: [1, 2]\n"]
)
def test_what_is_no_scale_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scale.yaml"
    path.write_bytes(content)

    with pytest.raises(Problems, match="GAD-INST-0"):
        instruments.load_file(path)


def test_an_unknown_scale_gets_the_name_that_was_meant() -> None:
    with pytest.raises(GaddumError) as refusal:
        instruments.get("hamd71")

    assert refusal.value.code == "GAD-INST-11"
    assert 'Did you mean "hamd17"?' in str(refusal.value)
