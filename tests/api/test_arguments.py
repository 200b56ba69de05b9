"""Arguments of the verbs: what is refused before anything is simulated, and what may be named."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import gaddum
from gaddum.errors import GaddumError

OWN = Path(__file__).parents[2] / "examples" / "05-your-own-mechanism" / "kappa_tone.py"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"trials": 0}, "GAD-API-01"),
        ({"trials": -5}, "GAD-API-01"),
        ({"trials": 2.5}, "GAD-API-01"),
        ({"trials": True}, "GAD-API-01"),
        ({"people": 1}, "GAD-API-01"),
        ({"people": -30}, "GAD-API-01"),
        ({"cores": 0}, "GAD-API-01"),
        ({"seed": -1}, "GAD-API-01"),
        ({"seed": 2**32}, "GAD-API-01"),
        ({"mechanisms": ["magic"]}, "GAD-API-03"),
        ({"mechanisms": []}, "GAD-API-03"),
        ({"mechanisms": ["mixture:1.4"]}, "GAD-API-03"),
        ({"mechanisms": ["absent.py"]}, "GAD-API-03"),
        ({"evidence": ["hearsay"]}, "GAD-INF-03"),
    ],
    ids=str,
)
def test_arguments_that_cannot_be_used_are_refused_at_once(arguments, code):
    with pytest.raises(GaddumError) as refused:
        gaddum.simulate("ketamine-naltrexone", **arguments)

    assert refused.value.code == code


def test_a_mechanism_that_takes_a_bundled_name_is_refused_beside_it(tmp_path):
    own = tmp_path / "own.py"
    own.write_text(OWN.read_text(encoding="utf-8").replace('name="kappa-tone"', 'name="nmda-only"'))

    with pytest.raises(GaddumError, match='called "nmda-only" too'):
        gaddum.simulate("ab-ba", mechanisms=["nmda-only", str(own)])


def test_one_mechanism_may_be_named_without_a_list():
    with pytest.raises(GaddumError, match="magic"):
        gaddum.simulate("ab-ba", mechanisms="magic")


def test_a_fixed_mixture_and_a_mechanism_of_ones_own_are_simulated(small):
    result = small(mechanisms=("mixture:0.4", str(OWN), "nmda-only"))

    document, sources = result.to_dict(), result.study
    assert list(document["mechanisms"]) == ["mixture:0.4", "kappa-tone", "nmda-only"]
    assert all(found["responders"]["A"]["mean"] > 0 for found in document["mechanisms"].values())
    assert sources.people == 8


def test_constants_of_ones_own_mechanism_are_among_the_sources(small):
    from gaddum.api.sourcing import source_rows

    result = small(mechanisms=("mixture:0.4", str(OWN), "nmda-only"))
    rows = source_rows(result.protocol, result.mechanisms)

    assert "mechanism kappa-tone" in {row["where"] for row in rows}
    assert not any("hnk" in row["where"] and "mechanisms" in row["where"] for row in rows)
    assert all(row["source"] and row["confidence"] for row in rows)


def test_weigh_takes_what_simulate_takes():
    simulate, weigh = (inspect.signature(verb).parameters for verb in (gaddum.simulate, gaddum.weigh))

    assert set(simulate) - set(weigh) == {"weighing"}
    assert all(weigh[name] == simulate[name] for name in weigh)


def test_a_protocol_can_be_loaded_without_array_libraries():
    code = """
import sys
for name in ("jax", "numpy", "polars", "scipy", "matplotlib"):
    sys.modules[name] = None
import gaddum
print(gaddum.load("ketamine-naltrexone").name)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "ketamine-naltrexone\n"
