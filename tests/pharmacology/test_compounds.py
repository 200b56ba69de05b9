"""Compound files: units, inheritance, mixtures, variability, and faults told with their line."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum.errors import GaddumError, Problems
from gaddum.pharmacology.compounds import individual, known, load_compound, typical, variances
from tests.pharmacology.compounds_for_tests import ONE_COMPARTMENT


@pytest.mark.parametrize("name", known())
def test_every_bundled_compound_loads(name):
    compound = load_compound(name)

    assert compound.name == name
    assert load_compound(name) is compound
    for part, _ in compound.components:
        values = typical(part)
        assert all(np.isfinite(value) for value in values.values())
        assert all(np.isfinite(rate) for rate in part.rates(values).values())


def test_values_are_in_the_units_used_inside():
    values = typical(load_compound("s-ketamine"))

    assert values["CL"] == pytest.approx(1.48 * 60)
    assert values["mtt_norketamine"] == pytest.approx(20.1 / 60)
    assert values["V1_norketamine"] == values["V1"] == 11.6


def test_flows_scale_with_weight_to_the_three_quarters():
    light, heavy = (typical(load_compound("s-ketamine"), weight) for weight in (70.0, 140.0))

    assert heavy["CL"] / light["CL"] == pytest.approx(2**0.75)
    assert heavy["V3"] / light["V3"] == pytest.approx(2.0)
    assert heavy["fu"] == light["fu"]


def test_r_ketamine_differs_only_where_its_file_says_so():
    s, r = typical(load_compound("s-ketamine")), typical(load_compound("r-ketamine"))
    differing = {name for name in s if s[name] != r[name]}

    assert differing == {"CL", "CL_norketamine", "fu"}
    assert r["CL"] / s["CL"] == pytest.approx(0.944)


def test_enantiomers_share_a_persons_random_effects():
    parts = [part for part, _ in load_compound("ketamine").parts]
    eta = {"CL": 0.3}
    ratios = [individual(part, eta)["CL"] / typical(part)["CL"] for part in parts]

    assert ratios == [pytest.approx(np.exp(0.3))] * 2
    assert parts[0].scope == parts[1].scope == "s-ketamine"
    assert variances(load_compound("ketamine"))["mtt_norketamine"] == (0.021, 0.751)


def test_the_effect_of_sex_is_off_until_asked_for_and_keeps_the_mean():
    compound = load_compound("s-ketamine")
    plain = [individual(compound, {}, female=sex)["CL"] for sex in (0.0, 1.0)]
    man, woman = (individual(compound, {}, female=sex, effects=["female"])["CL"] for sex in (0.0, 1.0))

    assert plain[0] == plain[1]
    assert woman / man == pytest.approx(1.2)
    assert np.sqrt(man * woman) == pytest.approx(plain[0])


def test_a_population_of_arrays_gives_what_its_people_give_one_by_one():
    compound = load_compound("naltrexone")
    weights, etas = np.array([50.0, 70.0, 110.0]), np.array([-1.0, 0.2, 2.5])
    many = compound.rates(individual(compound, {"F": etas}, weights))
    for person in range(3):
        alone = compound.rates(individual(compound, {"F": etas[person]}, weights[person]))
        for entry, rate in alone.items():
            assert np.broadcast_to(many[entry], 3)[person] == pytest.approx(rate, rel=1e-14)


def test_jax_arrays_are_taken_as_they_are():
    jnp = pytest.importorskip("jax.numpy")
    compound = load_compound("esketamine-nasal")
    values = individual(
        compound, {"F_nasal": jnp.zeros(4)}, jnp.full(4, 80.0), age_years=jnp.full(4, 70.0), xp=jnp
    )

    assert compound.rates(values, jnp)[("liver", "central")].shape == (4,)
    assert compound.inputs("nasal", values, jnp)["nasal"].shape == (4,)


def test_no_random_effect_makes_naltrexone_out_of_nothing():
    """The fitted fractions sum to 1.01 and both vary: absorption is capped at the dose."""
    compound = load_compound("naltrexone")
    for eta in ({}, {"F": 3.0}, {"f_presystemic": 2.0}, {"F": 1.0, "f_presystemic": 1.0}):
        values = individual(compound, eta)
        rates = compound.rates(values)

        assert rates[("central", "depot")] + rates[("naltrexol", "depot")] <= values["ka"] * (1 + 1e-12)
        assert compound.losses(values)["depot"] >= -1e-12


def test_nasal_uptake_falls_with_the_number_of_devices():
    compound = load_compound("esketamine-nasal")
    values = typical(compound)
    shares = [compound.inputs("nasal", values, dose_mg=dose)["nasal"] for dose in (28.0, 56.0, 84.0)]

    assert shares == pytest.approx([0.54, 0.54 * 1.62 / 2, 0.54 * 2.24 / 3])


def test_pruning_drops_what_a_route_cannot_reach():
    compound = load_compound("naltrexone").prune(["oral"])

    assert compound.states == (
        "depot",
        "central",
        "peripheral",
        "naltrexol",
        "naltrexol_peripheral",
        "mu_site",
    )
    assert set(compound.observe) == {"naltrexone", "naltrexol", "mu_site"}
    assert set(load_compound("midazolam").prune(["iv"]).states) == {"central", "p1", "p2"}


def test_the_enantiomers_affinities_give_the_measured_racemate_back():
    s, r = (part.affinities for part, _ in load_compound("ketamine").parts)
    for receptor in ("mu", "kappa", "delta"):
        racemate = 1 / (0.5 / s[receptor].value + 0.5 / r[receptor].value)

        assert racemate == pytest.approx(load_compound("ketamine").affinities[receptor].value, rel=2e-3)


def test_a_route_that_does_not_exist_is_refused():
    compound = load_compound("midazolam")
    with pytest.raises(GaddumError) as refused:
        compound.inputs("nasal", typical(compound))

    assert refused.value.code == "GAD-PHARM-16"


def test_an_unknown_compound_is_refused_with_a_suggestion():
    with pytest.raises(GaddumError) as refused:
        load_compound("ketamin")

    assert refused.value.code == "GAD-PHARM-11"
    assert 'Did you mean "ketamine"?' in str(refused.value)


def test_a_users_compound_may_inherit_from_a_bundled_one(tmp_path):
    path = tmp_path / "slow-ketamine.yaml"
    path.write_text(
        "name: slow-ketamine\ntitle: A poor metaboliser\ninherits: s-ketamine\n"
        "parameters:\n  CL: {ratio: 0.5, source: li2015, confidence: second-hand}\n"
    )

    assert typical(load_compound(path))["CL"] == pytest.approx(44.4)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("unit: L/h", "unit: furlong", "GAD-PHARM-14", 6),
        ("unit: L/h, ", "", "GAD-PHARM-07", 6),
        ("CL/V", "CL/volume", "GAD-PHARM-15", 11),
        ("CL/V", "import os", "GAD-PHARM-13", 11),
        ("depot -> central", "depot -> centre", "GAD-PHARM-15", 12),
        ("iv: {central: 1}", "iv: {centre: 1}", "GAD-PHARM-15", 14),
        ("species: drug, ", "species: dragon, ", "GAD-PHARM-15", 17),
        ("source: gaddum, confidence: assumed}\n  V", "confidence: assumed}\n  V", "GAD-PHARM-07", 6),
        ("confidence: assumed}\n  V", "confidence: sure}\n  V", "GAD-PHARM-09", 6),
        ("title: One", "titel: One", "GAD-PHARM-06", 3),
        ("title: One", "name: one\ntitle: One", "GAD-PHARM-05", 3),
        ("{value: 20, unit: L", "{value: 0, unit: L", "GAD-PHARM-20", 11),
        ("{value: 2, unit: L/h", "{value: -2, unit: L/h", "GAD-PHARM-20", 11),
        ("CL/V", "9**9**9**9", "GAD-PHARM-20", 11),
        (
            "  V: {",
            "  ln2: {value: 1, unit: L, source: gaddum, confidence: assumed}\n  V: {",
            "GAD-PHARM-10",
            7,
        ),
        ("[central, depot]", "[central, depot, depot]", "GAD-PHARM-10", 9),
        ("{drug: 1000}", "{drug: 0}", "GAD-PHARM-09", 4),
        ("routes:", "routes: [", "GAD-PHARM-04", 15),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, old, new, code, line):
    path = tmp_path / "bad.yaml"
    assert old in ONE_COMPARTMENT
    path.write_text(ONE_COMPARTMENT.replace(old, new, 1))
    with pytest.raises(GaddumError) as refused:
        load_compound(path)

    assert (code, True) in {(f.code, f":{line}" in f.place) for f in refused.value.faults}, str(refused.value)


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        ONE_COMPARTMENT.replace("L/h", "furlong").replace("1/V", "1/W").replace("{depot: 1}", "{gut: 1}")
    )
    with pytest.raises(Problems) as refused:
        load_compound(path)

    assert len(refused.value.faults) == 3


def test_fractions_of_a_mixture_must_sum_to_one(tmp_path):
    path = tmp_path / "mix.yaml"
    path.write_text("name: mix\ntitle: mix\nmixture: {s-ketamine: 0.5, r-ketamine: 0.6}\n")
    with pytest.raises(GaddumError) as refused:
        load_compound(path)

    assert refused.value.code == "GAD-PHARM-17"


def test_a_mixture_of_mixtures_is_refused(tmp_path):
    path = tmp_path / "mix.yaml"
    path.write_text("name: mix\ntitle: mix\nmixture: {ketamine: 0.5, s-ketamine: 0.5}\n")
    with pytest.raises(GaddumError) as refused:
        load_compound(path)

    assert refused.value.code == "GAD-PHARM-17"


def test_a_compound_that_inherits_from_itself_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("name: a\ntitle: a\ninherits: b\n")
    (tmp_path / "b.yaml").write_text("name: b\ntitle: b\ninherits: a\n")
    with pytest.raises(GaddumError) as refused:
        load_compound(tmp_path / "a.yaml")

    assert refused.value.code == "GAD-PHARM-18"
