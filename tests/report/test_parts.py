"""Reports of runs that lack something, say something odd, or are broken."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from gaddum.errors import CATALOGUE, GaddumError
from gaddum.report import write_report
from tests.report.conftest import read
from tests.report.sample import NALTREXONE, PLACEBO, founding, plain_crossover

PARTS = (
    "protocol", "published", "bands", "mechanisms", "posterior", "weigh", "course", "sources", "assumptions",
    "warnings",
)  # fmt: skip


def small() -> dict[str, Any]:
    """The founding numbers with two mechanisms, to be quick."""
    numbers = founding()
    keep = ("nmda-only", "opioid-tone")
    numbers["mechanisms"] = {n: numbers["mechanisms"][n] for n in keep}
    numbers["course"]["mechanisms"] = {n: numbers["course"]["mechanisms"][n] for n in keep}
    weigh = numbers["weigh"]
    total = sum(weigh["posterior"][n] for n in keep)
    numbers["posterior"] = weigh["posterior"] = {n: weigh["posterior"][n] / total for n in keep}
    weigh["prior"] = dict.fromkeys(keep, 0.5)
    weigh["separability"] = {"names": list(keep), "matrix": [[0, 0.9], [0.9, 0]]}
    weigh["indistinguishable"] = []
    numbers["bands"]["series"] = numbers["bands"]["series"][-1:]
    for mechanism in numbers["mechanisms"].values():
        del mechanism["trajectories"]["madrs"]
    return numbers


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_not_there_is_left_out_and_numbering_closes_up(part: str, tmp_path: Path) -> None:
    numbers = small()
    numbers[part] = None

    page = read(write_report(numbers, tmp_path)[0])

    figures = [t.attributes["id"] for t in page.named("figure")]
    assert figures == [f"figure-{i}" for i in range(1, len(figures) + 1)]
    tables = [int(n) for n in re.findall(r"<b>Table (\d+)\.</b>", page.source)]
    assert tables == list(range(1, len(tables) + 1))
    assert "None" not in page.words
    assert "nan" not in page.words.lower().split()


def test_provenance_alone_is_enough_for_a_page(tmp_path: Path) -> None:
    files = write_report({"provenance": {"version": "0.1.0"}}, tmp_path)

    assert [p.name for p in files] == ["report.html"]
    assert "0.1.0" in read(files[0]).words


def test_a_plain_crossover_with_one_mechanism_and_nothing_published(tmp_path: Path) -> None:
    page = read(write_report(plain_crossover(), tmp_path)[0])

    assert "after A" in page.words
    assert "published" not in "".join(t for tag in page.named("figcaption") for t in tag.text)
    assert "odds" not in [t.attributes["id"] for t in page.named("section")]


def test_four_treatments_each_have_a_row_and_a_style(tmp_path: Path) -> None:
    numbers = small()
    extra = ("naltrexone+midazolam", "placebo+midazolam")
    numbers["protocol"]["treatments"] |= {t: t for t in extra}
    for mechanism in numbers["mechanisms"].values():
        for kind in ("responders", "change", "dissociation"):
            mechanism[kind] |= dict.fromkeys(extra, mechanism[kind][PLACEBO])
        for courses in mechanism["trajectories"].values():
            courses |= dict.fromkeys(extra, courses[NALTREXONE])

    page = read(write_report(numbers, tmp_path)[0])

    for treatment in extra:
        assert treatment in page.words
    assert "Treatments that share a drug (ketamine or midazolam)" in page.words


def test_a_trial_without_stopping_rules_has_people_but_no_figure_of_stops(tmp_path: Path) -> None:
    numbers = small()
    for mechanism in numbers["mechanisms"].values():
        mechanism |= {"stopped": {"final": 0.0}, "stop_reasons": {}}

    page = read(write_report(numbers, tmp_path)[0])

    assert "Stopped early" not in page.words
    assert "People per trial" in page.words


def test_without_a_published_count_responders_are_of_those_planned(tmp_path: Path) -> None:
    numbers = small()
    numbers |= {"published": None, "weigh": None, "posterior": {}}

    page = read(write_report(numbers, tmp_path)[0])

    assert "of 12 planned" in page.words
    assert "how many do varies from trial to trial" in page.words
    assert "What each mechanism predicts" in page.words


def test_a_concentration_axis_ends_four_powers_of_ten_below_the_peak(tmp_path: Path) -> None:
    numbers = small()
    series = next(s for s in founding()["bands"]["series"] if s["group"] == "concentration")
    for quantile in ("p05", "p25", "p50", "p75", "p95"):
        series[quantile] = [max(v, 1e-37) for v in series[quantile]]
    numbers["bands"]["series"] = [series]

    page = read(write_report(numbers, tmp_path)[0])

    assert "1e-" not in "".join("".join(t.text) for t in page.named("text"))
    assert "420 virtual people" in page.words


def test_words_from_outside_stay_words(tmp_path: Path) -> None:
    nasty = '<script>alert("x")</script>&amp;$x^2$'
    numbers = small()
    numbers["protocol"] |= {"title": nasty, "summary": nasty, "synopsis": nasty, "notes": [nasty]}
    numbers["published"]["label"] = nasty
    numbers["warnings"] = [nasty]
    numbers["sources"][0] |= {"where": nasty, "name": nasty, "cite": nasty + ' 10.1000/a"b<i>', "note": nasty}
    numbers["provenance"]["command"] = nasty
    numbers["course"]["answer"] = nasty
    numbers["weigh"]["evidence"][0] |= {"title": nasty, "text": nasty}
    for kind in ("mechanisms", "course"):
        holder = numbers[kind] if kind == "mechanisms" else numbers["course"]["mechanisms"]
        holder[nasty] = holder.pop("nmda-only")
    for holder in (numbers["weigh"]["prior"], numbers["weigh"]["posterior"]):
        holder[nasty] = holder.pop("nmda-only", 0.5)
    numbers["bands"]["series"][0]["name"] = nasty

    files = write_report(numbers, tmp_path)
    page = read(files[0])

    assert list(page.named("script")) == []
    assert (
        list(page.named("i"))[len([t for t in page.named("i") if "bar" in t.parents or t.attributes]) :] == []
    )
    assert nasty in page.words
    for path in files[1:]:
        if path.suffix == ".svg":
            ElementTree.parse(path)


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_report(small(), tmp_path / "first")
    second = write_report(small(), tmp_path / "second")

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_missing_values_inside_a_curve_are_gaps(tmp_path: Path) -> None:
    numbers = small()
    series = numbers["bands"]["series"][0]
    series["p50"] = [None, *series["p50"][1:]]
    numbers["mechanisms"]["nmda-only"]["p_published"] = None
    numbers["mechanisms"]["nmda-only"]["stopped"] = {"interim": None}
    numbers["course"]["mechanisms"]["nmda-only"]["relapse"] = {"median_days": None}

    page = read(write_report(numbers, tmp_path)[0])

    assert "None" not in page.words


def test_arrays_are_as_good_as_lists(tmp_path: Path) -> None:
    import numpy as np

    numbers = small()
    numbers["weigh"]["phi"]["grid"] = np.array(numbers["weigh"]["phi"]["grid"])
    numbers["mechanisms"]["nmda-only"]["entered"] = {"mean": np.float64(29.5), "p05": np.int64(14), "p95": 30}

    page = read(write_report(numbers, tmp_path)[0])

    assert "29.5 (14–30)" in page.words


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(GaddumError) as caught:
        write_report({"provenance": {"version": "0"}}, tmp_path / "taken")

    assert caught.value.code == "GAD-REP-01"
    assert "taken" in str(caught.value)


@pytest.mark.parametrize("numbers", [{}, {"protocol": {}}, None, [1]])
def test_something_that_is_not_a_run_is_refused(numbers: Any, tmp_path: Path) -> None:
    with pytest.raises(GaddumError) as caught:
        write_report(numbers, tmp_path)

    assert caught.value.code == "GAD-REP-02"


def test_a_misshapen_part_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    numbers = small()
    numbers["weigh"]["separability"]["matrix"] = [[0, 1]]

    with pytest.raises(GaddumError) as caught:
        write_report(numbers, tmp_path / "out")

    assert "numbers.weigh.separability" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_the_rooms_codes_are_in_the_catalogue() -> None:
    assert {"GAD-REP-01", "GAD-REP-02"} <= set(CATALOGUE)
