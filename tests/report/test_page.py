"""The page a professor would forward: self-contained, accessible, complete."""

from __future__ import annotations

import re
from pathlib import Path

from tests.report.conftest import Page
from tests.report.sample import MECHANISMS, founding


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    banned = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "form", "base"}

    assert [t.name for t in page.tags if t.name in banned] == []
    assert [a for t in page.tags for a in t.attributes if a in ("src", "srcset") or a.startswith("on")] == []
    assert "@import" not in page.source
    assert set(re.findall(r"url\(([^)]*)\)", page.source)) <= set(
        re.findall(r"url\((#f\d+-\d+-[^)]*)\)", page.source)
    )


def test_links_lead_inside_the_page_or_to_a_doi(page: Page) -> None:
    links = [t.attributes["href"] for t in page.tags if "href" in t.attributes]

    assert [h for h in links if not h.startswith(("#", "https://doi.org/10."))] == []
    assert {"a"} == {t.name for t in page.tags if t.attributes.get("href", "").startswith("https")}


def test_every_fragment_has_its_target_and_no_identifier_is_used_twice(page: Page) -> None:
    identifiers = [t.attributes["id"] for t in page.tags if "id" in t.attributes]
    wanted = {t.attributes["href"][1:] for t in page.tags if t.attributes.get("href", "").startswith("#")}
    wanted |= set(re.findall(r"url\(#([^)]*)\)", page.source))

    assert sorted(set(identifiers)) == sorted(identifiers)
    assert set() == wanted - set(identifiers)


def test_every_figure_is_numbered_titled_captioned_and_described(page: Page) -> None:
    figures = list(page.named("figure"))
    pictures = [t for t in page.tags if t.attributes.get("role") == "img"]

    assert [f"figure-{i}" for i in range(1, len(figures) + 1)] == [f.attributes["id"] for f in figures]
    assert len(figures) == len(pictures) == 12
    assert all(len(t.attributes["aria-label"]) > 40 for t in pictures)
    captions = [t for t in page.tags if t.attributes.get("class") == "caption"]
    assert len(figures) == len(captions)
    for number, title in enumerate(page.named("figcaption"), start=1):
        assert "".join(title.text).startswith(f"Figure {number}.")


def test_pictures_are_vector_and_take_their_colours_from_the_page(page: Page) -> None:
    drawings = [t for t in page.named("svg") if "panels" not in t.attributes.get("class", "")]
    svg = "".join(re.findall(r"<svg viewBox.*?</svg>", page.source, re.S))

    assert len(drawings) > 30
    assert "var(--ink)" in svg
    assert set() == set(re.findall(r"#[0-9a-f]{6}", svg)) - {"#000000", "#ffffff"}


def test_both_colour_schemes_are_there_and_paper_is_light(page: Page) -> None:
    style = "".join(next(iter(page.named("style"))).text)
    dark = style[style.index("prefers-color-scheme: dark") :]

    assert style.index("--ink: #1c1d21") < style.index("prefers-color-scheme: dark")
    assert "--ink: #e9eaee" in dark
    assert "@media screen and (prefers-color-scheme: dark)" in style
    assert "@media print" in style


def test_the_answer_comes_before_everything_else(page: Page) -> None:
    sections = [t.attributes["id"] for t in page.named("section")]

    assert sections[0] == "answer"
    assert sections[1:] == [
        "trial", "kinetics", "symptoms", "responders", "stopping", "odds", "limits", "course",
        "methods", "assumptions", "warnings", "sources", "provenance",
    ]  # fmt: skip


def test_the_protocol_is_folded_and_its_notes_stand_outside_once(page: Page) -> None:
    folded = next(t for t in page.named("pre"))

    assert "details" in folded.parents
    assert "NOTES" not in "".join(folded.text)
    assert page.words.count("The founding account says at least four failed antidepressants") == 1
    assert "Eligibility: The founding account" in page.words


def test_pieces_of_evidence_bear_numbers_that_tables_and_figures_share(page: Page) -> None:
    assert "E1: Williams 2018, crossover" in page.words
    assert "E2: Jelen 2025, crossover" in page.words
    assert {"E1", "E2"} <= {"".join(t.text) for t in page.named("text")}
    assert "after E1" in page.words


def test_axes_carry_plain_numbers(page: Page) -> None:
    lettering = {"".join(t.text) for t in page.named("text")}

    assert {"0.1", "1", "10", "100"} <= lettering
    assert [t for t in lettering if "$" in t or "mathdefault" in t] == []


def test_the_reader_is_told_that_it_is_simulated_and_no_advice(page: Page) -> None:
    assert "Simulated and model-based" in page.words
    assert "not medical advice" in page.words


def test_every_number_of_the_run_can_be_read(page: Page) -> None:
    numbers = founding()

    for name, mechanism in numbers["mechanisms"].items():
        assert name in page.words
        assert mechanism["claim"] in page.words
        for responders in mechanism["responders"].values():
            assert f"{responders['mean']:.2f} ({responders['p05']}–{responders['p95']})" in page.words
        assert f"{mechanism['p_published']:.4f} ± {mechanism['p_published_mcse']:.4f}" in page.words
    for row in numbers["weigh"]["predictive_check"]:
        assert f"{row['tail']:.3f}" in page.words
    for piece in numbers["weigh"]["evidence"]:
        assert piece["text"] in page.words
    for benchmark in numbers["course"]["benchmark"]:
        assert f"{benchmark['cows']:.1f}" in page.words
    for line in numbers["assumptions"] + numbers["warnings"] + numbers["course"]["assumptions"]:
        assert line in page.words


def test_it_says_how_to_run_it_again(page: Page) -> None:
    given = founding()["provenance"]

    for key in ("version", "hash", "command", "created", "platform"):
        assert given[key] in page.words
    assert str(given["seed"]) in page.words
    assert "parameter tau_z_h" in page.words


def test_each_constant_has_a_chip_that_says_how_we_know(page: Page) -> None:
    chips = [t for t in page.tags if t.attributes.get("class", "").startswith("chip ")]
    shown = {"".join(t.text) for t in chips}

    assert {"seen", "second-hand", "derived", "assumed", "recalled"} <= shown
    assert "https://doi.org/10.1000/sample.1" in {t.attributes.get("href") for t in page.named("a")}


def test_tables_are_numbered_and_have_headings(page: Page) -> None:
    numbered = [int(n) for n in re.findall(r"<b>Table (\d+)\.</b>", page.source)]

    assert list(range(1, len(numbered) + 1)) == numbered
    assert len(list(page.named("table"))) == len(numbered) + 1, "only the verdict has no number"
    assert len(list(page.named("caption"))) == len(list(page.named("table")))


def test_each_figure_is_also_a_file(written: list[Path]) -> None:
    names = sorted(p.name for p in written[1:])

    assert len(names) == 24
    assert [n for n in names if not re.fullmatch(r"\d\d-[a-z0-9-]+\.(svg|png)", n)] == []
    assert "06-responders.svg" in names
    assert all(p.stat().st_size > 2000 for p in written)


def test_every_mechanism_has_its_own_style() -> None:
    from gaddum.report.theme import MECHANISM_STYLES

    assert list(MECHANISM_STYLES) == list(MECHANISMS)
    assert len(set(MECHANISM_STYLES.values())) == len(MECHANISM_STYLES)
