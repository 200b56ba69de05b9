"""One Hypothesis strategy per noun of the domain; a new noun joins here."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gaddum.protocol import Protocol

# ------------------------------------------------------------------------------------- words
identifiers = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
labels = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9 +_.()-]{0,12}[A-Za-z0-9)])?", fullmatch=True)
texts = (
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite numbers in a range, both ends included."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


# -------------------------------------------------------------------------- times and doses
time_units = st.sampled_from(["min", "h", "d", "weeks", "minutes", "hours", "days"])


@st.composite
def times(draw: st.DrawFn, low: int = -400, high: int = 400) -> str:
    """A time with its unit, such as `-45 min`."""
    return f"{draw(st.integers(low, high))} {draw(time_units)}"


@st.composite
def dose_texts(draw: st.DrawFn) -> str:
    """A dose of something that acts, as a pharmacologist writes it."""
    amount = draw(st.one_of(st.integers(1, 30), st.decimals("0.01", "30", places=2))) or 1
    unit = draw(st.sampled_from(["mg", "mg/kg", "ug", "mcg/kg", "µg"]))
    if draw(st.booleans()):
        return f"{amount} {unit} over {draw(st.integers(1, 180))} min"
    return f"{amount} {unit} {draw(st.sampled_from(['oral', 'iv', 'nasal', 'im', 'sc', 'sl', 'by mouth']))}"


# --------------------------------------------------------------------------------- protocols
SCALES = ("hamd17", "madrs", "cadss", "drug_liking", "craving", "cows")


@st.composite
def _treatments(draw: st.DrawFn) -> dict[str, Any]:
    compounds = st.sampled_from(["ketamine", "midazolam", "s-ketamine"])
    names = draw(st.lists(labels, min_size=1, max_size=4, unique=True))
    treatments: dict[str, Any] = {}
    for name in names:
        treatment: dict[str, Any] = {
            "label": draw(texts),
            "drug": {"compound": draw(compounds), "dose": draw(dose_texts())},
        }
        if draw(st.booleans()):
            lead = draw(st.integers(1, 300))
            blocker = draw(st.sampled_from(["naltrexone", "placebo"]))
            dose = "1 capsule oral" if blocker == "placebo" else "50 mg oral"
            treatment["pretreatment"] = {"compound": blocker, "dose": f"{dose} at -{lead} min"}
        treatments[name] = treatment
    return treatments


@st.composite
def _visits(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(identifiers, min_size=2, max_size=6, unique=True))
    days = draw(st.lists(st.integers(0, 14), min_size=len(names), max_size=len(names), unique=True))
    scales = st.lists(st.sampled_from(SCALES), min_size=1, max_size=6, unique=True)
    return {
        name: {"at": f"{day} d" if day else "-60 min", "instruments": ["hamd17", *_without(draw(scales))]}
        for name, day in zip(names, days, strict=True)
    }


def _without(scales: list[str]) -> list[str]:
    return [scale for scale in scales if scale != "hamd17"]


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    """A sound protocol: one to four treatments, in one sequence or in all rotations of them."""
    treatments = draw(_treatments())
    visits = draw(_visits())
    by_time = sorted(
        visits, key=lambda name: -1 if "min" in visits[name]["at"] else int(visits[name]["at"][:-2])
    )
    order = list(treatments)
    n = len(order)
    rotations = [order[i:] + order[:i] for i in range(n)] if draw(st.booleans()) else [order]
    planned = draw(st.integers(2, 500))
    age = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=2, unique=True)))
    content: dict[str, Any] = {
        "gaddum": 1,
        "name": draw(slugs),
        "version": draw(texts),
        "title": draw(texts),
        "summary": draw(texts),
        "notes": draw(st.lists(st.fixed_dictionaries({"about": texts, "text": texts}), max_size=2)),
        "population": {
            "condition": draw(texts),
            "age_years": {"min": age[0], "max": age[1]},
            "weight_kg": {"mean": draw(numbers(60, 90)), "sd": draw(numbers(1, 20)), "min": 45, "max": 140},
            "female": draw(numbers(0, 1)),
            "baseline": {"instrument": "hamd17", "mean": draw(numbers(17, 40)), "sd": 3.5, "min": 17},
        },
        "enrolment": {"planned": planned, "per_month": draw(numbers(0.1, 100))},
        "treatments": treatments,
        "design": {
            "sequences": {f"S{i}": row for i, row in enumerate(rotations)},
            "period_days": 14,
            "washout_days": draw(numbers(15, 90)),
        },
        "visits": visits,
        "endpoints": {
            draw(identifiers): {
                "kind": "response",
                "instrument": "hamd17",
                "baseline": by_time[0],
                "visit": by_time[-1],
                "fall": draw(numbers(0.1, 1)),
                "primary": True,
                "estimand": {"question": draw(texts), "population": draw(texts), "summary": draw(texts)},
            }
        },
        "monitoring": {"looks": [{"name": "final", "entered": planned}]},
    }
    return Protocol.model_validate(content)
