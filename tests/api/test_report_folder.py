"""The report's folder: complete, self-contained, and every file says where its numbers come from."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import polars as pl
import pytest
from PIL import Image

HEAD = ("version", "protocol", "hash", "seed", "trials", "people", "parameters")


def test_the_folder_holds_everything_and_nothing_hidden(report_folder):
    names = {path.name for path in report_folder.iterdir()}

    assert names == {
        "report.html", "figures", "numbers.json", "result.json", "trials.parquet", "observations.parquet",
    }  # fmt: skip


def test_figures_come_as_pictures_of_both_kinds(report_folder):
    stems = {ending: {p.stem for p in report_folder.glob(f"figures/*.{ending}")} for ending in ("svg", "png")}

    assert len(stems["svg"]) >= 7
    assert stems["svg"] == stems["png"]


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script(report_folder):
    page = (report_folder / "report.html").read_text(encoding="utf-8")

    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:|https?://)[^"]+"', page) == []
    assert re.findall(r'<(?:img|link|iframe|object|embed)[^>]+(?:src|href|data)="https?:', page) == []
    assert "@import" not in page
    assert re.findall(r"url\((?!['\"]?(?:#|data:))", page) == []


def test_the_page_names_version_hash_seed_and_trials(report_folder, verdict):
    page = (report_folder / "report.html").read_text(encoding="utf-8")
    head = verdict.to_dict()

    assert head["version"] in page
    assert head["hash"][:12] in page
    assert "not medical advice" in page


def test_every_picture_carries_its_provenance_and_can_still_be_seen(report_folder, verdict):
    head = verdict.to_dict()
    vectors, rasters = (sorted(report_folder.glob(f"figures/*.{ending}")) for ending in ("svg", "png"))

    carried = [json.loads(ElementTree.parse(path).find("{*}metadata").text) for path in vectors]
    for path in rasters:
        with Image.open(path) as picture:
            picture.load()
            carried.append(json.loads(picture.text["Comment"]))

    assert carried
    assert all({key: found[key] for key in HEAD} == {key: head[key] for key in HEAD} for found in carried)


@pytest.mark.parametrize("name", ["trials", "observations"])
def test_parquet_files_carry_their_provenance(report_folder, verdict, name):
    carried = pl.read_parquet_metadata(report_folder / f"{name}.parquet")
    head = verdict.to_dict()

    assert {key: carried[key] for key in ("protocol", "hash", "version")} == {
        key: head[key] for key in ("protocol", "hash", "version")
    }
    assert (int(carried["seed"]), int(carried["trials"]), int(carried["people"])) == (1, 16, 30)
    assert json.loads(carried["parameters"]) == head["parameters"]


def test_json_files_carry_their_provenance(report_folder, verdict):
    head = {key: verdict.to_dict()[key] for key in HEAD}
    short = json.loads((report_folder / "result.json").read_text(encoding="utf-8"))
    numbers = json.loads((report_folder / "numbers.json").read_text(encoding="utf-8"))

    assert {key: short[key] for key in HEAD} == head
    assert {key: numbers["provenance"][key] for key in HEAD} == head


def test_the_file_of_results_is_what_json_prints(report_folder, verdict):
    assert json.loads((report_folder / "result.json").read_text(encoding="utf-8")) == verdict.to_dict()


def test_trial_rows_agree_with_the_means_that_are_printed(report_folder, verdict):
    rows = pl.read_parquet(report_folder / "trials.parquet")
    stopped = rows.filter(mechanism="opioid-tone", treatment="placebo+ketamine")["stop_interim"].mean()

    assert rows.height == 16 * 9 * 2
    assert stopped == verdict.to_dict()["mechanisms"]["opioid-tone"]["stopped"]["interim"]


def test_ratings_are_whole_numbers_within_their_scale_and_gaps_have_reasons(report_folder):
    rows = pl.read_parquet(report_folder / "observations.parquet")
    rated = rows.filter(pl.col("value").is_not_null())

    assert rated.filter(pl.col("value") != pl.col("value").round()).height == 0
    assert rated.filter(instrument="hamd17")["value"].is_between(0, 52).all()
    assert rated.filter(instrument="cadss")["value"].is_between(0, 92).all()
    assert rows.filter(pl.col("value").is_null() & (pl.col("missing_reason") == "observed")).height == 0


def test_the_course_is_answered_in_words_for_every_mechanism(report_folder):
    course = json.loads((report_folder / "numbers.json").read_text(encoding="utf-8"))["course"]

    assert course["protocol"] == "ketamine-course"
    assert len(course["mechanisms"]) == 9
    assert all(found["answer"].startswith(("No:", "A little:")) for found in course["mechanisms"].values())
    assert "opioid" in course["answer"]
