"""Every way a protocol can be wrong is told by its code, at its line, and never by a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gaddum.cli.known import known_instruments
from gaddum.errors import CATALOGUE, Problems
from gaddum.protocol import Protocol, check, load

FOLDER = Path(__file__).with_suffix("")
SOUND = Path(__file__).with_name("sound.yaml")
COMPOUNDS = ["ketamine", "naltrexone", "midazolam"]

# Each file is sound.yaml with one thing changed, on the line marked `# <- here` where there is one.
EXPECTED = {
    "a_list": "GAD-PROT-03",
    "ages_exchanged": "GAD-PROT-32",
    "block_size_does_not_fit": "GAD-PROT-30",
    "compound_is_unknown": "GAD-PROT-16",
    "control_character": "GAD-PROT-04",
    "course_ends_after_the_period": "GAD-PROT-31",
    "course_relapse_without_a_criterion": "GAD-PROT-31",
    "dose_is_a_bare_number": "GAD-PROT-12",
    "dose_is_blank": "GAD-PROT-09",
    "dose_is_impossibly_large": "GAD-PROT-14",
    "dose_is_negative": "GAD-PROT-14",
    "dose_rate_instead_of_dose": "GAD-PROT-13",
    "dose_with_an_unknown_unit": "GAD-PROT-12",
    "dose_with_an_unreadable_duration": "GAD-PROT-15",
    "dose_without_a_route": "GAD-PROT-13",
    "dose_without_a_unit": "GAD-PROT-12",
    "duplicate_key": "GAD-PROT-05",
    "empty": "GAD-PROT-03",
    "endpoint_kind_is_unknown": "GAD-PROT-09",
    "endpoint_names_absent_visit": "GAD-PROT-26",
    "endpoint_visit_does_not_rate_it": "GAD-PROT-26",
    "format_version_is_text": "GAD-PROT-09",
    "format_version_unknown": "GAD-PROT-34",
    "fraction_above_one": "GAD-PROT-09",
    "instrument_is_unknown": "GAD-PROT-20",
    "instruments_are_not_a_list": "GAD-PROT-08",
    "look_after_a_negative_number": "GAD-PROT-09",
    "look_after_more_people_than_planned": "GAD-PROT-23",
    "looks_out_of_order": "GAD-PROT-23",
    "malformed_bracket": "GAD-PROT-04",
    "malformed_colon": "GAD-PROT-04",
    "malformed_indentation": "GAD-PROT-04",
    "malformed_tab": "GAD-PROT-04",
    "missing_section": "GAD-PROT-07",
    "name_with_blanks": "GAD-PROT-10",
    "nested_too_deeply": "GAD-PROT-04",
    "no_blocks": "GAD-PROT-30",
    "no_primary_endpoint": "GAD-PROT-33",
    "not_utf8": "GAD-PROT-02",
    "only_comments": "GAD-PROT-03",
    "only_text": "GAD-PROT-03",
    "planned_is_astronomical": "GAD-PROT-09",
    "planned_is_fractional": "GAD-PROT-08",
    "planned_is_negative": "GAD-PROT-09",
    "planned_is_text": "GAD-PROT-08",
    "pretreatment_after_the_drug": "GAD-PROT-17",
    "pretreatment_time_without_a_unit": "GAD-PROT-15",
    "pretreatment_without_a_time": "GAD-PROT-17",
    "primary_endpoint_without_estimand": "GAD-PROT-33",
    "rate_is_infinite": "GAD-PROT-09",
    "rate_is_not_a_number": "GAD-PROT-09",
    "rate_overflows": "GAD-PROT-09",
    "refers_to_itself": "GAD-PROT-04",
    "remission_without_a_limit": "GAD-PROT-27",
    "rule_names_absent_endpoint": "GAD-PROT-24",
    "rule_names_absent_treatment": "GAD-PROT-24",
    "rule_proportion_above_one": "GAD-PROT-24",
    "rule_statistic_does_not_fit": "GAD-PROT-24",
    "rule_waits_for_more_than_enter": "GAD-PROT-23",
    "rule_without_a_threshold": "GAD-PROT-24",
    "rules_without_a_look": "GAD-PROT-23",
    "score_with_a_baseline": "GAD-PROT-27",
    "section_is_a_list": "GAD-PROT-08",
    "sequence_names_absent_treatment": "GAD-PROT-21",
    "sequences_are_the_same": "GAD-PROT-22",
    "sequences_of_unequal_length": "GAD-PROT-22",
    "stop_names_absent_rule": "GAD-PROT-25",
    "title_is_empty": "GAD-PROT-08",
    "treatment_is_never_given": "GAD-PROT-29",
    "two_documents": "GAD-PROT-04",
    "unfolds_without_end": "GAD-PROT-04",
    "unknown_key": "GAD-PROT-06",
    "version_is_a_number": "GAD-PROT-08",
    "visit_after_the_period": "GAD-PROT-19",
    "visit_time_with_an_unknown_unit": "GAD-PROT-15",
    "visit_windows_overlap": "GAD-PROT-19",
    "visits_at_the_same_time": "GAD-PROT-19",
    "washout_ends_before_next_pretreatment": "GAD-PROT-18",
    "washout_is_negative": "GAD-PROT-09",
    "washout_shorter_than_a_period": "GAD-PROT-18",
    "weight_mean_outside_its_range": "GAD-PROT-32",
    "weight_of_700_kg": "GAD-PROT-28",
    "yaml_tag_for_python_object": "GAD-PROT-04",
    "yes_instead_of_true": "GAD-PROT-08",
}


def faults_in(path: Path) -> list:
    return check(path, compounds=COMPOUNDS, instruments=known_instruments())


def test_the_protocol_they_all_start_from_is_sound() -> None:
    assert faults_in(SOUND) == []


def test_every_bad_file_has_its_expectation() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_fault_is_told_once_with_its_code(name: str) -> None:
    found = faults_in(FOLDER / f"{name}.yaml")

    assert [fault.code for fault in found] == [EXPECTED[name]]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_fault_is_told_at_its_line_and_says_what_to_do(name: str) -> None:
    path = FOLDER / f"{name}.yaml"
    (fault,) = faults_in(path)
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    marked = [number for number, line in enumerate(lines, 1) if "# <- here" in line]

    assert fault.place.startswith(str(path))
    if marked:
        line = re.search(r"\.yaml:(\d+)", fault.place)
        assert line is not None
        assert [int(line.group(1))] == marked
    assert len(fault.message) > 10
    assert fault.remedy or CATALOGUE[fault.code][1]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bad_file_is_never_loaded(name: str) -> None:
    with pytest.raises(Problems) as refusal:
        load(FOLDER / f"{name}.yaml", compounds=COMPOUNDS, instruments=known_instruments())

    assert refusal.value.code == EXPECTED[name]
    assert "Traceback" not in str(refusal.value)


def test_a_pretreatment_after_the_drug_gets_the_time_that_was_meant() -> None:
    (fault,) = faults_in(FOLDER / "pretreatment_after_the_drug.yaml")

    assert "treatments.B.pretreatment.at" in fault.place
    assert '"+30 min" is after the drug starts (0 min).' in str(fault)
    assert 'Did you mean "-30 min"?' in str(fault)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("compound_is_unknown", "naltrexone"),
        ("instrument_is_unknown", "hamd17"),
        ("endpoint_names_absent_visit", "infusion_end"),
        ("endpoint_kind_is_unknown", "response"),
        ("stop_names_absent_rule", "ineffective"),
        ("unknown_key", "female"),
        ("dose_without_a_unit", "50 mg oral"),
    ],
)
def test_a_misspelt_word_gets_the_one_that_was_meant(name: str, meant: str) -> None:
    (fault,) = faults_in(FOLDER / f"{name}.yaml")

    assert fault.remedy == f'Did you mean "{meant}"?'


def test_all_faults_of_a_file_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    text = SOUND.read_text()
    for old, new in (
        ("max: 130", "max: 700"),
        ("planned: 30", "planned: -30"),
        ("compound: naltrexone", "compound: naltrexon"),
        ("at: -45 min\n", "at: +45 min\n"),
        ("[B, A]", "[B, C]"),
        ("washout_days: 30", "washout_days: 7"),
        ("[cadss]}", "[cads]}"),
        ("kind: score", "kind: scores"),
        ("all: [ineffective]", "all: [other]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "bad.yaml"
    path.write_text(text)

    found = faults_in(path)
    lines = [int(re.findall(r":(\d+)  ", fault.place)[0]) for fault in found]

    assert [fault.code[-2:] for fault in found] == ["28", "09", "16", "17", "21", "18", "20", "09", "25"]
    assert lines == sorted(lines)


def test_a_protocol_built_in_python_cannot_contradict_itself_either() -> None:
    content = load(SOUND).model_dump(mode="json")
    content["design"]["washout_days"] = 3

    with pytest.raises(Problems) as refusal:
        Protocol.model_validate(content)

    assert refusal.value.code == "GAD-PROT-18"
    assert refusal.value.faults[0].place == "design.washout_days"


def test_names_are_only_checked_against_those_that_are_given() -> None:
    path = FOLDER / "compound_is_unknown.yaml"

    assert check(path) == []
    assert [fault.code for fault in check(path, compounds=COMPOUNDS)] == ["GAD-PROT-16"]
