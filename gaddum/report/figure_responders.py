"""Responders in each simulated trial, with the published count marked."""

from __future__ import annotations

from typing import Any

from gaddum.report.drawing import floats
from gaddum.report.phrases import capital, counted, grouped, listed, percent
from gaddum.report.plot import Entry, Numbers, Panel, Plot
from gaddum.report.theme import FONT_PT, LIGHT, Style, treatment_styles

PUBLISHED = Style("ink", marker="D")


def plot_responders(numbers: Numbers) -> Plot | None:
    """A histogram per mechanism and treatment, one above the other."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    chosen = {n: m for n, m in mechanisms.items() if _histograms(m)}
    if not chosen:
        return None
    published: Numbers = numbers.get("published") or {}
    first = next(iter(chosen.values()))
    treatments = list((numbers.get("protocol") or {}).get("treatments") or _histograms(first))
    treatments = [t for t in treatments if any(t in _histograms(m) for m in chosen.values())]
    styles = treatment_styles(treatments)
    key = [Entry(t, styles[t], "bar") for t in treatments]
    if published.get("responders"):
        key.append(Entry(f"published: {published.get('label', '')}", PUBLISHED, "mark"))
    trials = (numbers.get("provenance") or {}).get("trials")
    out_of = first.get("responders_out_of") or published.get("completers")
    bracket = any(open_counts(published, t) for t in treatments)
    weighed = any(m.get("p_published") is not None for m in chosen.values())
    text = f" {capital(str(published['text']))}" if published.get("text") else ""
    return Plot(
        name="responders",
        title=_title(chosen, published),
        caption=(
            "Each simulated trial counts once in each row: how many people responded"
            + (f", of {out_of} who completed" if out_of else "")
            + "; taller bars are more trials."
            + " The diamond is the published count." * bool(published.get("responders"))
            + " The bracket spans the counts that the published result leaves open." * bracket
            + " P is the probability of the published result, with its Monte Carlo error." * weighed
            + text
            + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else "")
        ),
        alt=f"Histograms of responders per trial for {listed(chosen)} by treatment. "
        f"{_title(chosen, published)}.",
        panels=tuple(_panel(n, m, treatments, styles, published) for n, m in chosen.items()),
        key=tuple(key),
    )


def _histograms(mechanism: Numbers) -> Numbers:
    responders: Numbers = mechanism.get("responders") or {}
    return {t: r["histogram"] for t, r in responders.items() if r and r.get("histogram")}


def open_counts(published: Numbers, treatment: str) -> tuple[int, int] | None:
    """Counts in a treatment without a published number that the published overlap leaves possible."""
    counts: Numbers = published.get("responders") or {}
    both, completers = published.get("both"), published.get("completers")
    if treatment in counts or len(counts) != 1 or both is None or completers is None:
        return None
    return int(both), int(completers) - int(next(iter(counts.values()))) + int(both)


def _panel(
    name: str, mechanism: Numbers, treatments: list[str], styles: dict[str, Style], published: Numbers
) -> Panel:
    histograms = _histograms(mechanism)
    n = max(len(h) for h in histograms.values()) - 1

    def draw(axes: Any) -> None:
        for row, treatment in enumerate(treatments):
            base = 1.35 * (len(treatments) - 1 - row)
            axes.axhline(base, color=LIGHT["grid"], linewidth=0.8)
            if treatment not in histograms:
                continue
            counts = floats(histograms[treatment])
            heights = counts / max(counts.max(), 1)
            colour = styles[treatment].colour
            axes.bar(
                range(len(heights)), heights, bottom=base, width=0.86, color=colour, alpha=0.75, linewidth=0
            )
            value = (published.get("responders") or {}).get(treatment)
            if value is not None:
                axes.plot([value, value], [base, base + 1.08], color=LIGHT["ink"], linewidth=1.1)
                axes.plot(
                    [value],
                    [base + 1.12],
                    marker="D",
                    color=LIGHT["ink"],
                    markerfacecolor=LIGHT["paper"],
                    markersize=5,
                )
            span = open_counts(published, treatment)
            if span:
                y = base + 1.1
                axes.plot(
                    [span[0] - 0.35, span[0] - 0.35, span[1] + 0.35, span[1] + 0.35],
                    [y - 0.07, y, y, y - 0.07],
                    color=LIGHT["ink"],
                    linewidth=1.1,
                )
        axes.set_xlim(-0.8, n + 0.8)
        axes.set_ylim(-0.03, 1.35 * len(treatments) - 0.05)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        step = 2 if n <= 16 else 5
        axes.set_xticks(range(0, n + 1, step))
        out_of = mechanism.get("responders_out_of")
        axes.set_xlabel("responders" + (f", of {out_of}" if out_of else ""), size=FONT_PT)

    p, error = mechanism.get("p_published"), mechanism.get("p_published_mcse")
    note = ""
    if p is not None:
        note = chance(p, error)
    return Panel(draw, title=name, note=note, left=0.12, height=0.72 + 0.75 * len(treatments))


def chance(p: float, error: float | None) -> str:
    """The probability of the published result, short enough for a corner."""
    if p < 0.001:
        return "P < 0.001"
    return f"P {p:.3f}" + (f" ± {error:.3f}" if error is not None else "")


def _title(chosen: Numbers, published: Numbers) -> str:
    chances = {n: m["p_published"] for n, m in chosen.items() if m.get("p_published") is not None}
    if chances:
        rare = [n for n, p in chances.items() if p < 0.01]
        if rare and len(rare) < len(chances):
            return f"Under {listed(rare)} fewer than one trial in a hundred gives the published result"
        best = max(chances, key=lambda n: chances[n])
        return f"The published result is most probable under {best} ({percent(chances[best])} of trials)"
    if len(chosen) == 1:
        name, only = next(iter(chosen.items()))
        means = [
            f"{r['mean']:.1f} after {t}" for t, r in only["responders"].items() if r.get("mean") is not None
        ]
        return f"Under {name} a trial has on average {listed(means)} responders"
    return f"Responders per trial under {counted(len(chosen), 'mechanism')}"
