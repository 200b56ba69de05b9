"""Densities, distances and the smoothing of φ, each against a case whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from gaddum.inference.density import bandwidth_silverman, density_at
from gaddum.inference.histogram import Histogram
from gaddum.inference.phi import smooth
from gaddum.inference.separability import indistinguishable, total_variation

DRAW = np.random.default_rng(7)


def t_histogram(values):
    return Histogram.of(values, -15.0, 15.0, 3000)


@pytest.mark.parametrize("place", [-1.0, 0.0, 2.32])
def test_the_density_of_normal_draws_is_the_normal_density(place):
    found, mcse = density_at(t_histogram(DRAW.normal(0, 1, 40_000)), place)

    # 4 standard errors, and the smoothing of a kernel of width 0.1 (½ h² f'')
    assert norm.pdf(place) == pytest.approx(found, abs=4 * mcse + 0.003)


def test_the_error_of_a_density_is_that_of_repeated_runs():
    runs = [density_at(t_histogram(DRAW.normal(1, 1, 2_000)), 2.32) for _ in range(200)]
    values, errors = np.array(runs).T

    assert np.std(values) == pytest.approx(np.mean(errors), rel=0.2)


def test_the_bandwidth_is_silvermans():
    values = DRAW.normal(0, 2, 5_000)
    iqr = np.subtract(*np.quantile(values, [0.75, 0.25]))
    expected = 0.9 * min(np.std(values), iqr / 1.34) * 5_000 ** (-0.2)

    assert expected == pytest.approx(bandwidth_silverman(t_histogram(values)), rel=0.01)


def test_values_that_do_not_exist_thin_the_density():
    values = np.concatenate([DRAW.normal(0, 1, 1000), np.full(1000, np.nan)])
    half, _ = density_at(t_histogram(values), 0.0)
    whole, _ = density_at(t_histogram(values[:1000]), 0.0)

    assert whole / 2 == pytest.approx(half)


def test_values_beyond_the_range_are_counted_at_the_edges():
    found = Histogram.of(np.array([-99.0, 0.5, 99.0, np.inf]), -15, 15, 30)

    assert (found.counts[0], found.counts[-1], found.n) == (1, 2, 4)


def test_two_runs_of_one_mechanism_lie_no_distance_apart():
    for size in (200, 2_000, 20_000):
        runs = [np.bincount(DRAW.binomial(12, 0.6, size), minlength=13) for _ in range(2)]
        distance, mcse = total_variation([runs[0]], [runs[1]])

        assert distance <= 3 * mcse


def test_the_distance_of_two_binomials_is_found():
    counts = [np.bincount(DRAW.binomial(12, p, 50_000), minlength=13) for p in (0.5, 0.6)]
    expected = 0.5 * np.abs(binom.pmf(np.arange(13), 12, 0.5) - binom.pmf(np.arange(13), 12, 0.6)).sum()
    distance, mcse = total_variation([counts[0]], [counts[1]])

    assert expected == pytest.approx(distance, abs=4 * mcse)


def test_two_studies_tell_apart_better_than_one():
    counts = [np.bincount(DRAW.binomial(12, p, 50_000), minlength=13) for p in (0.5, 0.6)]
    one, _ = total_variation([counts[0]], [counts[1]])
    two, _ = total_variation([counts[0]] * 2, [counts[1]] * 2)
    pmf = [binom.pmf(np.arange(13), 12, p) for p in (0.5, 0.6)]
    expected = 0.5 * np.abs(np.outer(pmf[0], pmf[0]) - np.outer(pmf[1], pmf[1])).sum()

    assert two > one
    assert expected == pytest.approx(two, abs=0.015)


def test_results_with_nothing_in_common_are_told_apart():
    distance, _ = total_variation([np.array([500, 0])], [np.array([0, 500])])

    assert distance == 1.0


def test_a_chain_of_small_steps_is_not_one_group():
    place = np.array([0.0, 0.07, 0.14, 0.9])
    found = {"names": list("abcd"), "matrix": np.abs(place[:, None] - place)}

    assert indistinguishable(found, 0.1) in ([["a", "b"]], [["b", "c"]])
    assert indistinguishable(found, 0.2) == [["a", "b", "c"]]


def test_smoothing_leaves_a_straight_line_as_it_is():
    grid = np.array([0.0, 0.05, 0.2, 0.5, 0.6, 1.0])
    line = 3.0 - 2.0 * grid

    assert line == pytest.approx(smooth(grid, line, np.full(6, 10.0)))


def test_smoothing_comes_closer_to_the_truth_than_the_noise_was():
    grid = np.linspace(0, 1, 21)
    truth = -3 * (grid - 0.4) ** 2
    raw, smoothed = [], []
    for _ in range(40):
        noisy = truth + DRAW.normal(0, 0.2, 21)
        raw.append(np.mean((noisy - truth) ** 2))
        smoothed.append(np.mean((smooth(grid, noisy, np.full(21, 25.0)) - truth) ** 2))

    assert np.mean(smoothed) < 0.5 * np.mean(raw)
