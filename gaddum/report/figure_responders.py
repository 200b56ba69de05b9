"""Responders in each simulated trial, with the published count marked."""

from __future__ import annotations

from typing import Any

from gaddum.report.contrasts import apart, means, who
from gaddum.report.drawing import floats
from gaddum.report.names import Called, in_prose, several
from gaddum.report.phrases import capital, counted, fixed, grouped, listed, number, percent
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
    planned = planned_only(numbers)
    out_of = first.get("responders_out_of") or published.get("completers")
    bracket = any(open_counts(published, t) for t in treatments)
    weighed = any(m.get("p_published") is not None for m in chosen.values())
    text = f" {capital(str(published['text']))}" if published.get("text") else ""
    title = _title(chosen, in_prose(numbers), trials)
    return Plot(
        name="responders",
        title=title,
        caption=(
            "Each simulated trial counts once in each row: how many people responded"
            + (f", of {out_of} {'planned' if planned else 'who completed first'}" if out_of else "")
            + "; taller bars are more trials."
            + " The diamond is the published count." * bool(published.get("responders"))
            + " The bracket spans the counts that the published result leaves open." * bracket
            + " P is the probability of the published result, with its Monte Carlo error." * weighed
            + text
            + planned * _completing(chosen)
            + (f" {grouped(trials)} trials for each mechanism." if isinstance(trials, int) else "")
        ),
        alt=f"Histograms of responders per trial for {listed(chosen)} by treatment. {title}.",
        panels=tuple(
            _panel(n, m, treatments, styles, published, " planned" * planned, trials)
            for n, m in chosen.items()
        ),
        key=tuple(key),
    )


def planned_only(numbers: Numbers) -> bool:
    """Whether responders are counted among all who complete, so that only the number planned is fixed."""
    return not (numbers.get("published") or {}).get("responders")


def _completing(chosen: Numbers) -> str:
    """How many complete, for counts that are not out of a fixed number."""
    cells = [c for m in chosen.values() if isinstance(c := m.get("completed"), dict)]
    means = [float(c["mean"]) for c in cells if c.get("mean") is not None]
    if not means:
        return " Only those who complete can count; how many do varies from trial to trial."
    low, high = fixed(min(means), 1), fixed(max(means), 1)
    average = low if low == high else f"{low} to {high}"
    return (
        f" Only those who complete can count, {average} on average; how many do varies from trial to trial."
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
    name: str, mechanism: Numbers, treatments: list[str], styles: dict[str, Style], published: Numbers,
    word: str, trials: Any,
) -> Panel:  # fmt: skip
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
        axes.set_xlabel("responders" + (f", of {out_of}{word}" if out_of else ""), size=FONT_PT)

    p, error = mechanism.get("p_published"), mechanism.get("p_published_mcse")
    note = ""
    if p is not None:
        note = chance(p, error, trials)
    return Panel(draw, title=name, note=note, left=0.12, height=0.72 + 0.75 * len(treatments))


def chance(p: float, error: float | None, trials: Any = None) -> str:
    """The probability of the published result, short enough for a corner.

    Where none of N trials shows it, its 95% bound is about 3/N.
    """
    if p == 0 and isinstance(trials, int) and trials > 0:
        return f"P < {number(3 / trials, 2)}"
    if p < 0.001:
        return "P < 0.001"
    return f"P {p:.3f}" + (f" ± {error:.3f}" if error is not None else "")


def _title(chosen: Numbers, called: Called, trials: Any) -> str:
    chances = {n: m["p_published"] for n, m in chosen.items() if m.get("p_published") is not None}
    if chances:
        never = [n for n, p in chances.items() if p == 0]
        rare = [n for n, p in chances.items() if p < 0.01]
        if rare and rare == never and isinstance(trials, int):
            return f"Under {_some(rare, called)} none of {grouped(trials)} trials gives the published result"
        if rare and len(rare) < len(chances):
            who = _some(rare, called)
            return f"Under {who} fewer than one trial in a hundred gives the published result"
        best = max(chances, key=lambda n: chances[n])
        return (
            f"The published result is most probable under {called(best)} ({percent(chances[best])} of trials)"
        )
    if len(chosen) == 1:
        name, only = next(iter(chosen.items()))
        each = listed(f"{mean:.1f} after {t}" for t, mean in means(only["responders"]).items())
        return f"Under {called(name)} a trial has on average {each} responders"
    return _spread(chosen)


def _some(names: list[str], called: Called) -> str:
    return several(names, called, most=4)


def _spread(chosen: Numbers) -> str:
    """How far apart the treatments are, over all mechanisms."""
    found = [means(m["responders"]) for m in chosen.values()]
    gaps = [gap for given in found if (gap := apart(given)) is not None]
    if not gaps:
        return f"Responders per trial under {counted(len(chosen), 'mechanism')}"
    low, high = fixed(min(gaps), 1), fixed(max(gaps), 1)
    return f"{capital(who(found[0]))} differ by {low} to {high} responders, depending on the mechanism"
