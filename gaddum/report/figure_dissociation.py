"""Fall in symptoms beside dissociation: does the antagonist take one away and leave the other?"""

from __future__ import annotations

from typing import Any

from gaddum.report.contrasts import apart, means, who
from gaddum.report.drawing import interval, label_width, rows
from gaddum.report.phrases import capital, fixed, grouped, listed
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import LIGHT, treatment_styles

LABELS = {
    "change": ("Symptoms", "mean change in symptom score ± SD, points"),
    "dissociation": ("Dissociation", "mean dissociation score ± SD, points"),
}


def plot_dissociation(numbers: Numbers) -> Plot | None:
    """Means and standard deviations by mechanism and treatment, in two panels."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    kinds = [k for k in LABELS if any(m.get(k) for m in mechanisms.values())]
    if not kinds:
        return None
    names = list(mechanisms)
    found = [t for m in mechanisms.values() for k in kinds for t in (m.get(k) or {})]
    treatments = [
        t for t in (numbers.get("protocol") or {}).get("treatments") or dict.fromkeys(found) if t in found
    ]
    styles = treatment_styles(treatments)

    def panel(kind: str) -> Panel:
        def draw(axes: Any) -> None:
            rows(axes, names)
            axes.axvline(0, color=LIGHT["faint"], linewidth=0.8)
            step = 0.25 if len(treatments) < 3 else 0.72 / len(treatments)
            for i, name in enumerate(names):
                for j, treatment in enumerate(treatments):
                    cell = (mechanisms[name].get(kind) or {}).get(treatment)
                    if cell and cell.get("mean") is not None:
                        mean, sd = cell["mean"], cell.get("sd") or 0.0
                        y = i + step * (j - (len(treatments) - 1) / 2)
                        interval(axes, y, mean - sd, mean, mean + sd, styles[treatment])
            axes.locator_params(axis="x", nbins=6)
            axes.set_xlabel(LABELS[kind][1])

        return Panel(
            draw,
            title=LABELS[kind][0],
            width=4.7,
            height=0.85 + max(0.3, 0.04 + 0.115 * len(treatments)) * len(names),
            left=label_width(names),
            right=0.15,
        )

    trials = (numbers.get("provenance") or {}).get("trials")
    return Plot(
        name="dissociation",
        title=_title(mechanisms, treatments),
        caption=(
            "Point: mean over people and trials; line: one standard deviation between people to either side. "
            "Symptoms: change from the period's own baseline, left is better. "
            "Dissociation: at the visit the protocol names for it."
            + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else "")
        ),
        alt=f"Mean symptom change and dissociation by treatment for {listed(names)}. "
        + _title(mechanisms, treatments)
        + ".",
        panels=tuple(panel(kind) for kind in kinds),
        columns=2,
        key=tuple(Entry(t, styles[t], "point") for t in treatments),
    )


def _title(mechanisms: Numbers, treatments: list[str]) -> str:
    gaps = [g for m in mechanisms.values() if (g := apart(means(m.get("dissociation")))) is not None]
    falls = [g for m in mechanisms.values() if (g := apart(means(m.get("change")))) is not None]
    if not gaps:
        return (
            "Symptom change by mechanism and treatment"
            if falls
            else "Dissociation by mechanism and treatment"
        )
    subject = who(treatments)
    if falls and max(gaps) < 1.5 <= max(falls):
        return (
            f"{capital(subject)} differ by up to {fixed(max(falls), 1)} points in symptoms, "
            f"but by no more than {fixed(max(gaps), 1)} in dissociation"
        )
    if max(gaps) < 0.05:
        return "Dissociation is the same after every treatment"
    return f"{capital(subject)} differ by up to {fixed(max(gaps), 1)} points in dissociation"
