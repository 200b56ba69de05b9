"""Would repeated use bring opioid-like dependence?  The answer in words, and what carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaddum.pharmacology.mechanisms import Mechanism

MILD_COWS = 5
"""COWS from which withdrawal counts as mild (5 to 12); below, as none."""

BANDS = ((MILD_COWS, "none to notice"), (13, "up to mild"), (25, "up to moderate"))
"""Published bands of COWS: below the number, the words."""

PUBLISHED = (
    "After esketamine was stopped no distinct withdrawal syndrome was seen (second-hand).",
    "Eight nasal sessions left liking mostly neutral, and 78 % without craving (n = 23; seen).",
    "Depression returned 18 to 19 days after the last infusion on average (seen).",
    "Among people who use ketamine often for pleasure, 17 to 29 % are dependent (seen); that is not clinic "
    "use.",
)

CARRYING = (
    "How fast the opioid system adapts is taken from rats given morphine (half-time 26 h); how fast it "
    "recovers (120 h) and how adaptation becomes a COWS score are assumed.",
    "The agonist load of direct agonism rests on an assumed receptor reserve (tau 100); ketamine's measured "
    "hold on mu receptors is weak.",
    "Under full blockade withdrawal is assumed to be four times as strong as on stopping.",
    "Liking and craving are assumed in size; their opioid share under opioid mechanisms is assumed to be one "
    "half.",
    "Dependence through other routes (glutamate, dopamine, habit) is not modelled.",
)


def sentence_of(mechanism: Mechanism, numbers: dict[str, Any]) -> str:
    """The answer under one mechanism."""
    if mechanism.load is None:
        return (
            "No: this mechanism puts no agonist load on the opioid system, so the model has nothing to adapt "
            "to and predicts no opioid-like withdrawal, on stopping or under an antagonist."
        )
    stop, blocked = numbers["withdrawal_stop"], numbers["withdrawal_antagonist"]
    return (
        f"A little: some adaptation is predicted. Withdrawal on stopping: {_on_stopping(stop)} "
        f"(COWS {_spread(stop)}); if an antagonist blocked mu receptors soon after the last session: "
        f"{_when_blocked(blocked)} (COWS {_spread(blocked)})."
    )


def _on_stopping(cows: dict[str, float]) -> str:
    if cows["p95"] < MILD_COWS:
        return "none to notice"
    return "mild in some" if cows["p50"] < MILD_COWS else "mild"


def _when_blocked(cows: dict[str, float]) -> str:
    return next((words for limit, words in BANDS if cows["p95"] < limit), "severe in some")


def _spread(cows: dict[str, float]) -> str:
    return f"{cows['p50']:.1f}, 95th centile {cows['p95']:.1f}"


def answer_of(found: dict[str, Any], benchmark: list[dict[str, Any]], sessions: int) -> str:
    """The answer over all mechanisms, in a paragraph.

    Args:
        found: Mechanism to its part of the course's numbers.
        benchmark: Known regimens, the heaviest last.
        sessions: Sessions of the course.
    """
    loaded = [name for name, numbers in found.items() if max(numbers["adaptation"]["p95"]) > 0]
    if not loaded:
        return (
            f"Under none of these mechanisms does a course of {sessions} sessions put a load on the opioid "
            "system, so the model predicts no opioid-like dependence."
        )
    worst = max(loaded, key=lambda name: float(found[name]["withdrawal_stop"]["p95"]))
    stop, blocked = found[worst]["withdrawal_stop"], found[worst]["withdrawal_antagonist"]
    text = (
        f"Only if the effect runs through an opioid agonist load ({', '.join(loaded)}) does a course of "
        f"{sessions} sessions adapt the opioid system at all. Worst is {worst}: predicted COWS on stopping "
        f"is {stop['p50']:.1f} (95th centile {stop['p95']:.1f}; mild withdrawal begins at {MILD_COWS}), and "
        f"{blocked['p50']:.1f} (95th centile {blocked['p95']:.1f}) were mu receptors blocked soon after the "
        "last session. "
    )
    if benchmark:
        heaviest = benchmark[-1]
        text += (
            f"Use {heaviest['regimen']} would bring adaptation to {heaviest['adaptation']:.2f} and COWS on "
            f"stopping to {heaviest['cows']:.0f}: frequency, more than mechanism, decides. "
        )
    return text + "This is a model whose rates come from rats and whose scale in people is assumed."
