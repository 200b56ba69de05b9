"""The regimens of the published values, solved, and the quantities read off them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from gaddum.pharmacology.compounds import load_compound, typical
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid
from gaddum.pharmacology.kinetics.events import Covariates, solve_events
from verification.kinetics_published import KAMP_RATES_MG_PER_KG_H

Array = NDArray[np.float64]


def course(
    name: str, doses: list[EventRow], times: Array, weight_kg: float = 80.0, unit: str = "ng/mL"
) -> dict[str, Array]:
    """Read-outs at given times after given doses in a typical person."""
    rows = sorted([*doses, *(EventRow("1", float(time)) for time in times)], key=lambda row: row.time)
    columns = solve_events(load_compound(name), rows, default=Covariates(weight_kg)).columns(
        unit, by_part=True
    )
    keep = np.array([row.evid == Evid.OBSERVATION for row in rows])
    return {name: values[keep] for name, (_, values) in columns.items()}


def given(amt: float, hours: float = 0.0, cmt: str = "", time: float = 0.0, **more: float) -> EventRow:
    """A dose of `amt` mg, over `hours` if above 0."""
    rate = amt / hours if hours else 0.0
    return EventRow("1", time, Evid.DOSE, amt, rate, cmt, **more)  # type: ignore[arg-type]


def clinic(times: Array, weight_kg: float = 80.0) -> dict[str, Array]:
    """Ketamine 0.5 mg/kg over 40 min."""
    return course("ketamine", [given(0.5 * weight_kg, 2 / 3)], times, weight_kg)


def kamp(times: Array, weight_kg: float = 75.0) -> dict[str, Array]:
    """Three one-hour steps of racemic ketamine, µmol/L."""
    steps = [
        given(rate * weight_kg, 1.0, time=float(hour)) for hour, rate in enumerate(KAMP_RATES_MG_PER_KG_H)
    ]
    return course("ketamine", steps, times, weight_kg, "umol/L")


def oral_naltrexone(dose_mg: float, times: Array) -> dict[str, Array]:
    """One tablet."""
    return course("naltrexone", [given(dose_mg, cmt="oral")], times)


def injected_naltrexone(times: Array) -> dict[str, Array]:
    """380 mg extended release."""
    return course("naltrexone", [given(380.0, cmt="im")], times)


def blockade(site: Array) -> Array:
    """Share of mu receptors held by the antagonist."""
    return site / (1.0 + site)


def half_life(times: Array, values: Array, start: float, end: float) -> float:
    """Half-life between two times, by a straight line through the logarithms."""
    span = (times >= start) & (times <= end)
    return float(-np.log(2) / np.polyfit(times[span], np.log(values[span]), 1)[0])


def modelled() -> dict[str, float]:
    """Every quantity of `PUBLISHED`, from the model."""
    fine, day = np.linspace(0, 4, 961), np.linspace(0, 72, 7201)
    found: dict[str, float] = {}
    ketamine = clinic(fine)
    found["venous_40min"] = float(np.interp(2 / 3, fine, ketamine["ketamine_venous"]))
    found["arterial_40min"] = float(np.interp(2 / 3, fine, ketamine["ketamine"]))
    found["norketamine_peak"] = float(ketamine["norketamine"].max())
    found["hnk_peak"] = float(ketamine["hydroxynorketamine"].max())
    single = course("s-ketamine", [given(20.0, 1 / 3)], fine, 73.0)
    found["s_20mg"] = float(single["ketamine"].max())
    low = course("ketamine", [given(5.0, 0.5)], day, 75.0)
    found["s_5mg"] = float(low["s-ketamine:ketamine_venous"].max())
    found["r_5mg"] = float(low["r-ketamine:ketamine_venous"].max())
    found["hnk_auc_ratio"] = area(day, low["s-ketamine:hydroxynorketamine"]) / area(
        day, low["s-ketamine:ketamine"]
    )
    ten = course("ketamine", [given(10.0, 1 / 60)], day, 75.0)
    found["auc_10mg"] = area(day, ten["ketamine"])
    tablet = oral_naltrexone(50.0, day)
    found["naltrexone_peak"] = float(tablet["naltrexone"].max())
    found["naltrexone_tmax"] = float(day[tablet["naltrexone"].argmax()])
    found["naltrexol_peak"] = float(tablet["naltrexol"].max())
    longer = np.linspace(0, 240, 9601)
    found["naltrexol_auc"] = area(longer, oral_naltrexone(50.0, longer)["naltrexol"])
    found["naltrexol_t_half"] = half_life(day, tablet["naltrexol"], 24, 48)
    found["naltrexone_t_half"] = half_life(day, tablet["naltrexone"], 16, 40)
    double = oral_naltrexone(100.0, day)
    found["naltrexone_peak_100"] = float(double["naltrexone"].max())
    found["naltrexol_peak_100"] = float(double["naltrexol"].max())
    months = np.arange(0.0, 24 * 90)
    injection = injected_naltrexone(months)["naltrexone"]
    found["xr_second_peak"] = float(months[24:][injection[24:].argmax()] / 24)
    found["xr_exposure"] = area(months, injection) / (
        28 * area(longer, oral_naltrexone(50.0, longer)["naltrexone"])
    )
    alternate = course("naltrexone", [given(50.0, cmt="oral", ss=1, ii=48.0)], np.array([48.0]))
    found["blockade_48h"] = float(blockade(alternate["mu_site"])[0])
    late = np.linspace(24, 240, 4321)
    found["blockade_half"] = float(late[np.argmax(blockade(oral_naltrexone(50.0, late)["mu_site"]) < 0.5)])
    comparator = course("midazolam", [given(0.045 * 76, 2 / 3)], np.array([2 / 3]), 76.0)
    found["midazolam"] = float(comparator["midazolam"][0])
    for dose in (28, 84):
        nasal = course("esketamine-nasal", [given(float(dose), cmt="nasal")], fine, 70.0)
        found[f"esketamine_{dose}"] = float(nasal["ketamine"].max())
    return found


def area(times: Array, values: Array) -> float:
    """Area under a curve, by trapezoids."""
    return float(np.trapezoid(values, times))


def worst_difference() -> dict[str, float]:
    """Largest relative difference from an adaptive integrator at 1e-12, per compound, over three days.

    A state counts relative to its own largest value.
    """
    found = {}
    for name, dose in {
        "s-ketamine": given(35.0, 2 / 3),
        "r-ketamine": given(35.0, 2 / 3),
        "naltrexone": given(50.0, cmt="oral"),
        "esketamine-nasal": given(84.0, cmt="nasal"),
        "midazolam": given(3.2, 2 / 3),
        "buprenorphine": given(8.0, cmt="sl"),
    }.items():
        compound = load_compound(name)
        index = {state: place for place, state in enumerate(compound.states)}
        values = typical(compound, 80.0)
        matrix = np.zeros((len(index), len(index)))
        for (to, source), rate in compound.rates(values).items():
            matrix[index[to], index[source]] = rate
        entry = np.zeros(len(index))
        route = dose.cmt or next(iter(compound.routes))
        for state, share in compound.inputs(route, values, dose_mg=dose.amt).items():
            entry[index[state]] = compound.amount_umol(dose.amt) * share
        times = np.array([0.1, 0.5, 1.0, 2.0, 6.0, 24.0, 72.0])
        ours = solve_events(
            compound, [dose, *(EventRow("1", float(t)) for t in times)], default=Covariates(80.0)
        ).states[name][1:]
        peer = adaptive(matrix, entry, dose.duration, times)
        scale = np.abs(peer).max(axis=0)
        found[name] = float((np.abs(ours - peer)[:, scale > 0] / scale[scale > 0]).max())
    return found


def adaptive(matrix: Array, entry: Array, duration: float, times: Array) -> Array:
    """States [time, state] by a general stiff integrator, restarted where the infusion ends."""
    x, start, out = (entry.copy() if not duration else np.zeros_like(entry)), 0.0, []
    for end in sorted({*times, *([duration] if duration else [])}):
        u = entry / duration if duration and start < duration else np.zeros_like(entry)

        def slope(_: float, y: Array, u: Array = u) -> Array:
            return np.asarray(matrix @ y + u)

        solved = solve_ivp(slope, (start, end), x, method="Radau", rtol=1e-10, atol=1e-13, jac=matrix)
        x, start = solved.y[:, -1], end
        if end in times:
            out.append(x)
    return np.array(out)
