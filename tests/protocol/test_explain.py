"""The synopsis says in words what the protocol says in fields."""

from __future__ import annotations

import pytest

from gaddum.protocol import bundled, explain, load
from gaddum.protocol.grid import schedule, timelines


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_protocol_can_be_explained(name: str) -> None:
    protocol = load(name)
    text = explain(protocol)

    for words in (*protocol.treatments, *protocol.design.sequences, *protocol.visits, *protocol.endpoints):
        assert words in text
    assert max(map(len, text.splitlines())) <= 130


def test_the_synopsis_of_the_founding_trial_has_what_a_reader_looks_for() -> None:
    text = " ".join(explain(load("ketamine-naltrexone")).split())  # whatever the line breaks

    for words in (
        "NCT02911597",
        "naltrexone, 50 mg oral, 45 min before the drug",
        "ketamine, 0.5 mg/kg IV over 40 min (40 mg at 80 kg)",
        "failed_antidepressants ≥ 4",
        "hamd17 at day_1 (24 h) has fallen by at least 50 % from baseline.",
        "Look interim: after 14 people have entered",
        "at most 0.1",
        "16 participants",
    ):
        assert words in text


def test_the_schedule_has_a_row_for_each_visit_and_dose_in_order_of_time() -> None:
    rows = schedule(load("ketamine-naltrexone"))[2:]

    assert [" ".join(row.split()[:3]) for row in rows[:5]] == [
        "-60 min baseline",
        "-45 min ▶",
        "0 min ▶",
        "40 min infusion_end",
        "24 h day_1",
    ]
    assert len(rows) == 9


def test_the_schedule_marks_the_scales_that_are_rated_and_no_others() -> None:
    protocol = load("ketamine-naltrexone")
    rows = {row.split()[2]: row for row in schedule(protocol)}

    for name, visit in protocol.visits.items():
        assert rows[name].count("●") == len(visit.instruments)


def test_the_schedule_names_no_treatment() -> None:
    """It hangs on the wall of a blinded site."""
    table = "\n".join(schedule(load("ketamine-naltrexone")))

    assert "naltrexone" not in table
    assert "placebo" not in table


def test_the_columns_of_the_schedule_stand_under_one_another() -> None:
    head, rule, *rows = schedule(load("ketamine-naltrexone"))
    starts = [i for i in range(len(rule)) if rule[i] == "─" and (i == 0 or rule[i - 1] == " ")]

    for row in rows:
        for start in starts[1:]:
            assert row[start - 2 : start].strip() == ""


def test_the_timeline_shows_each_period_with_its_days() -> None:
    head, _, first, second, washout = timelines(load("ketamine-naltrexone"))

    assert "period 2 (day 30 to 44)" in head
    assert first.split() == ["AB", "placebo+ketamine", "naltrexone+ketamine"]
    assert second.split() == ["BA", "naltrexone+ketamine", "placebo+ketamine"]
    assert "16 free" in washout


def test_a_course_is_explained_with_its_doses_and_its_end() -> None:
    text = " ".join(explain(load("course")).split())

    for words in (
        "on days 0, 3, 7",
        "Last dose on day 80",
        "Challenge: naltrexone",
        "50 % of the improvement",
    ):
        assert words in text
