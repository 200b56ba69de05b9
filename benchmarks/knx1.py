"""Workload KNX-1: a ketamine crossover with and without naltrexone, as a problem for any ODE solver.

One person has two periods, 11 states, 6 events and 24 visits, at each of which the solver
reports three numbers: ketamine concentration, receptor occupancy and symptom improvement.  A population
differs in eight log-normal parameters.  Units: hour, litre, µmol, µmol/L.

    ketamine      C, P, T    central and two peripheral compartments, infused at `rate`
    norketamine   M          formed from ketamine
    naltrexone    G, X       gut and body
    6β-naltrexol  Y          formed on the first pass and from naltrexone
    downstream    U, V, Z, I drive, transit, plasticity, improvement

    agonist       a  = C/V1/12 + M/150/25
    antagonist    b  = 0.79·X/1350/0.001 + 0.80·Y/350/0.003
    occupancy     q  = a/(1 + a + b)                              Gaddum's equation
    effect        e  = q^1.5/(EC50^1.5 + q^1.5)
    U' = e − U            V' = (U − V)/4
    Z' = 0.15·V·(1 − Z) − kout·Z
    I' = 0.1·(Emax·Z/(0.2 + Z) − I)

This is a workload, not our pharmacology: its constants are fixed so that programs can be compared.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# ketamine and norketamine
Q2, V2 = 90.0, 60.0
Q3, V3 = 50.0, 160.0
FM_N, V_N = 0.6, 150.0
# naltrexone and 6β-naltrexol
F_X, V_X = 0.2, 1350.0
F_Y, FM_Y = 0.6, 0.8
CL_Y, V_Y = 18.7, 350.0
# receptor: dissociation constants µmol/L, fractions unbound
KI_A, KI_N, KI_X, KI_Y = 12.0, 25.0, 0.001, 0.003
FU_X, FU_Y = 0.79, 0.80
GAM = 1.5
# downstream
KD, KT, KIN, KEFF, S50 = 1.0, 0.25, 0.15, 0.1, 0.2
# doses and times
DOSE_A = 0.5 * 70 / 237.73 * 1000
DOSE_X = 50 / 377.86 * 1000
T_INF, LEAD, PERIOD = 40 / 60, 1.0, 720.0

PARS = ("CL", "V1", "CL_N", "CL_X", "ka", "EC50", "kout", "Emax")
MEDIAN: Array = np.array([80.0, 20.0, 60.0, 210.0, 1.5, 0.03, 1 / 240, 20.0])
LOG_SD: Array = np.array([0.30, 0.30, 0.30, 0.40, 0.50, 0.40, 0.50, 0.30])
SEED = 20240601

# hours after the infusion begins; then both periods on one clock, which starts with naltrexone
VISITS: Array = np.array([T_INF, 2, 4, 8, 24, 48, 72, 120, 168, 240, 336, 504])
TIMES: Array = np.concatenate([start + LEAD + VISITS for start in (0.0, PERIOD)])
N_STATES, N_OUTPUTS = 11, 3
RTOL, ATOL = 1e-6, 1e-9


def population(n_people: int) -> tuple[Array, Array]:
    """Parameters [person, 8] and naltrexone doses in µmol [person, period].

    Person i is the same whatever `n_people`; even ones take naltrexone in the first period.
    """
    generator = np.random.Generator(np.random.Philox(SEED))
    parameters = MEDIAN * np.exp(LOG_SD * generator.standard_normal((n_people, len(PARS))))
    doses = np.zeros((n_people, 2))
    doses[0::2, 0] = DOSE_X
    doses[1::2, 1] = DOSE_X
    return parameters, doses


def pilot(parameters: Array, doses: Array, spread: int = 128) -> tuple[Array, Array]:
    """A sample to plan a time grid on: people evenly from the population, and both ends of each parameter.

    The ends are taken among the people of either sequence.
    """
    chosen = set(np.linspace(0, len(parameters) - 1, spread).astype(int))
    for sequence in range(2):
        members = np.arange(sequence, len(parameters), 2)
        values = parameters[members]
        chosen.update(members[values.argmin(axis=0)], members[values.argmax(axis=0)])
    people = sorted(int(person) for person in chosen)
    return parameters[people], doses[people]


def segments() -> list[tuple[float, float, float, int, list[float]]]:
    """The course between events: (start, end, infusion rate µmol/h, period dosed now or −1, visit times)."""
    pieces = []
    for period in range(2):
        start = period * PERIOD
        on = start + LEAD
        off = on + T_INF
        end = PERIOD if period == 0 else float(TIMES[-1])
        pieces.append((start, on, 0.0, period))
        pieces.append((on, off, DOSE_A / T_INF, -1))
        pieces.append((off, end, 0.0, -1))
    return [(a, b, rate, dosed, [float(t) for t in TIMES if a < t <= b]) for a, b, rate, dosed in pieces]


def derivative(t: float, y: Any, p: Any, rate: float) -> Any:
    """Right-hand side for one person, as a tuple; plain arithmetic, so that Numba and JAX compile it.

    Numba also needs `occupancy` compiled: `knx1.occupancy = numba.njit(knx1.occupancy)` beforehand.
    """
    (
        central,
        second,
        third,
        norketamine,
        gut,
        naltrexone,
        naltrexol,
        drive,
        transit,
        plasticity,
        improvement,
    ) = y
    cl, v1, cl_n, cl_x, ka, ec50, kout, emax = p
    to_norketamine = cl / v1 * central
    to_second = Q2 / v1 * central - Q2 / V2 * second
    to_third = Q3 / v1 * central - Q3 / V3 * third
    absorbed = ka * gut
    cleared = cl_x / V_X * naltrexone
    q = occupancy(central, norketamine, naltrexone, naltrexol, v1)
    power = (0.5 * (q + abs(q))) ** GAM  # a solver may step a hair below zero
    effect = power / (ec50**GAM + power)
    return (
        rate - to_norketamine - to_second - to_third,
        to_second,
        to_third,
        FM_N * to_norketamine - cl_n / V_N * norketamine,
        -absorbed,
        F_X * absorbed - cleared,
        F_Y * absorbed + FM_Y * cleared - CL_Y / V_Y * naltrexol,
        KD * (effect - drive),
        KT * (drive - transit),
        KIN * transit * (1 - plasticity) - kout * plasticity,
        KEFF * (emax * plasticity / (S50 + plasticity) - improvement),
    )


def occupancy(central: Any, norketamine: Any, naltrexone: Any, naltrexol: Any, v1: Any) -> Any:
    """Fraction of receptors held by ketamine and norketamine beside the antagonists, from amounts."""
    agonist = central / v1 / KI_A + norketamine / V_N / KI_N
    antagonist = FU_X * naltrexone / V_X / KI_X + FU_Y * naltrexol / V_Y / KI_Y
    return agonist / (1 + agonist + antagonist)


def outputs(y: Any, p: Any) -> tuple[Any, Any, Any]:
    """Ketamine µmol/L, occupancy and improvement from states and parameters (first axis: state)."""
    return y[0] / p[1], occupancy(y[0], y[3], y[5], y[6], p[1]), y[10]


def largest_error(found: Array, reference: Array) -> dict[str, dict[str, float]]:
    """Largest difference from the reference, per output, in two measures.

    `peak`: relative to the largest value of that output in that person's course.
    `pointwise`: relative to the value itself, or to 1e-6 of the largest in the population where it is below.
    """
    errors = {}
    for k, name in enumerate(("ketamine", "occupancy", "improvement")):
        true = np.abs(reference[:, :, k])
        gap = np.abs(found[:, :, k] - reference[:, :, k])
        errors[name] = {
            "peak": float((gap / true.max(axis=1, keepdims=True)).max()),
            "pointwise": float((gap / np.maximum(true, 1e-6 * true.max())).max()),
        }
    return errors
