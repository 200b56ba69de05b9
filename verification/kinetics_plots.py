"""Plots of the kinetics against what was published: model as lines, observations as points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from verification import kinetics_published as published
from verification import kinetics_runs as runs
from verification.drawing import BLUE, GREEN, GREY, LOOK, ORANGE


def plot_concentrations(path: Path) -> None:
    """Ketamine, its metabolites, naltrexone by mouth and by injection."""
    with plt.rc_context(LOOK):
        figure, axes = plt.subplots(2, 2, figsize=(10.5, 7.6), layout="constrained")
        _clinic(axes[0, 0])
        _kamp(axes[0, 1])
        _tablet(axes[1, 0])
        _injection(axes[1, 1])
        figure.savefig(path)
        plt.close(figure)


def plot_blockade(path: Path) -> None:
    """Mu blockade by naltrexone over time and over dose."""
    with plt.rc_context(LOOK):
        figure, axes = plt.subplots(1, 2, figsize=(10.5, 3.9), layout="constrained", width_ratios=[3, 2])
        _over_time(axes[0])
        _over_dose(axes[1])
        for axis in axes:
            axis.set_ylim(0, 1.02)
            axis.set_ylabel("mu receptors blocked, fraction")
        figure.savefig(path)
        plt.close(figure)


def _clinic(axis: Any) -> None:
    hours = np.linspace(0, 4, 481)
    found = runs.clinic(hours)
    axis.axvspan(0, 40, color="#f2f2f2", zorder=0)
    axis.plot(hours * 60, found["ketamine"], color=BLUE, label="ketamine, arterial")
    axis.plot(hours * 60, found["ketamine_venous"], color=BLUE, ls="--", label="ketamine, venous")
    axis.plot(hours * 60, found["norketamine"], color=ORANGE, label="norketamine")
    axis.plot(hours * 60, found["hydroxynorketamine"], color=GREEN, label="hydroxynorketamine")
    axis.errorbar(40, 185, yerr=[[85], [65]], fmt="o", color=BLUE, ms=5, capsize=3, label="venous, published")
    axis.errorbar(52, 74, yerr=32, fmt="o", mfc="white", color=ORANGE, ms=5, capsize=3)
    axis.errorbar(
        64, 38, yerr=15, fmt="o", mfc="white", color=GREEN, ms=5, capsize=3, label="peaks, recalled (hollow)"
    )
    axis.set(
        title="Ketamine 0.5 mg/kg over 40 min, 80 kg", xlabel="minutes from start", ylabel="ng/mL, plasma"
    )
    axis.set_ylim(0)
    axis.legend()


def _kamp(axis: Any) -> None:
    hours = np.linspace(0, 4, 481)
    found = runs.kamp(hours)
    labels = {
        "s-ketamine:ketamine": ("S-ketamine", BLUE, "-"),
        "r-ketamine:ketamine": ("R-ketamine", BLUE, "--"),
        "s-ketamine:norketamine": ("S-norketamine", ORANGE, "-"),
        "r-ketamine:norketamine": ("R-norketamine", ORANGE, "--"),
        "hydroxynorketamine": ("hydroxynorketamine, both", GREEN, "-"),
    }
    for name, (label, colour, style) in labels.items():
        axis.plot(hours, found[name], color=colour, ls=style, label=label)
        face = colour if style == "-" else "white"
        axis.plot([1, 2, 3], published.KAMP[name], "o", color=colour, mfc=face, ms=5)
    axis.set(
        title="0.28, 0.57, 1.14 mg/kg/h, 75 kg; points: Kamp 2020",
        xlabel="hours from start",
        ylabel="µmol/L, arterial plasma",
    )
    axis.set_ylim(0)
    axis.legend(loc="upper left")


def _tablet(axis: Any) -> None:
    hours = np.linspace(0, 36, 1441)
    found = runs.oral_naltrexone(50.0, hours)
    axis.plot(hours, found["naltrexone"], color=BLUE, label="naltrexone")
    axis.plot(hours, found["naltrexol"], color=ORANGE, label="6β-naltrexol")
    axis.plot(1, 13.3, "o", color=BLUE, ms=5)
    axis.plot(1, 108, "o", color=ORANGE, ms=5, label="published peaks (points)")
    axis.set_yscale("log")
    axis.set_ylim(0.1, 200)
    axis.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axis.set(title="Naltrexone 50 mg by mouth", xlabel="hours from dose", ylabel="ng/mL, plasma")
    axis.legend()


def _injection(axis: Any) -> None:
    hours = np.concatenate([np.linspace(0.02, 24, 600), np.linspace(24.5, 24 * 42, 900)])
    found = runs.injected_naltrexone(hours)
    axis.axvspan(2, 3, color="#f2f2f2", zorder=0, label="second peak, label")
    axis.plot(hours / 24, found["naltrexone"], color=BLUE, label="naltrexone")
    axis.plot(hours / 24, found["naltrexol"], color=ORANGE, label="6β-naltrexol")
    axis.set_yscale("log")
    axis.set_ylim(0.2, 20)
    axis.set_yticks([0.2, 0.5, 1, 2, 5, 10, 20], ["0.2", "0.5", "1", "2", "5", "10", "20"])
    axis.minorticks_off()
    axis.set(
        title="Naltrexone 380 mg, extended release", xlabel="days from injection", ylabel="ng/mL, plasma"
    )
    axis.legend()


def _over_time(axis: Any) -> None:
    hours = np.linspace(0, 192, 1537)
    for dose, colour in ((50.0, BLUE), (15.0, ORANGE), (5.0, GREEN)):
        held = runs.blockade(runs.oral_naltrexone(dose, hours)["mu_site"])
        axis.plot(hours, held, color=colour, label=f"{dose:g} mg, model")
    low, high = published.BLOCKADE_AT_48_H
    middle = (low + high) / 2
    axis.errorbar(
        48, middle, yerr=middle - low, fmt="s", color=BLUE, ms=4, capsize=3, label="monograph, every 48 h"
    )
    start, end = published.HALF_BLOCKADE_H
    axis.plot([start, end], [0.5, 0.5], color=GREY, lw=3, solid_capstyle="butt", label="half-time, Lee 1988")
    axis.plot(
        *zip(*published.LEE_1988, strict=True), "o", color=BLUE, mfc="white", ms=5, label="Lee 1988, recalled"
    )
    axis.set(title="Blockade over time after one tablet", xlabel="hours from dose")
    axis.set_xticks(range(0, 193, 24))
    axis.legend(loc="upper right")


def _over_dose(axis: Any) -> None:
    doses = np.geomspace(1, 150, 60)
    for hour, colour, style in ((4.0, BLUE, "-"), (1.42, BLUE, ":")):
        held = [runs.blockade(runs.oral_naltrexone(float(d), np.array([hour]))["mu_site"])[0] for d in doses]
        label = "4 h after the dose" if hour == 4 else "85 min after (end of an infusion)"
        axis.plot(doses, held, color=colour, ls=style, label=label)
    axis.plot(*zip(*published.PET_BY_DOSE, strict=True), "o", color=ORANGE, ms=5, label="PET, within 8 h")
    axis.set_xscale("log")
    axis.set_xticks([1, 2, 5, 15, 50, 150], ["1", "2", "5", "15", "50", "150"])
    axis.minorticks_off()
    axis.set(title="Blockade over dose", xlabel="naltrexone by mouth, mg")
    axis.legend(loc="lower right")
