"""What a mechanism is: how strongly, from instant to instant, the drug drives recovery.

A mechanism turns what the brain sees into a drive D ≥ 0; plasticity integrates the drive, and its gain makes
one standard session (0.5 mg/kg ketamine over 40 min, no antagonist, a typical 80 kg adult) lift plasticity
to 1 after 24 h, so that rivals explain the placebo session equally well and differ only in what the
antagonist does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gaddum.pharmacology.constants import Constant


@dataclass(frozen=True)
class Brain:
    """What a mechanism can see at one instant; every field is an array [person].

    Attributes:
        nmda: NMDA receptors blocked by ketamine and its metabolites, fraction.
        agonist: Ketamine at the mu receptor, concentration over binding constant.
        antagonist: Antagonist at the mu receptor, in multiples of its binding constant.
        tone: Endogenous peptide at the mu receptor, over its binding constant, at rest.
        released: The same where NMDA blockade releases peptide (state of its own).
        ketamine: Unbound ketamine in the brain, both enantiomers, µmol/L.
        hnk: Unbound hydroxynorketamine in the brain, µmol/L.
        adaptation: Adaptation of the opioid system, in [0, 1]; 0 for mechanisms without an opioid load.
    """

    nmda: Any
    agonist: Any
    antagonist: Any
    tone: Any
    released: Any
    ketamine: Any
    hnk: Any
    adaptation: Any


Signal = Callable[[Brain], Any]


@dataclass(frozen=True)
class Mechanism:
    """A rival explanation of the drug's effect.

    Attributes:
        name: Name on the command line and in results.
        title: Name in a report.
        claim: What it holds, in a sentence.
        drive: The drive D, ≥ 0; none where no drug action causes recovery.
        stateful: Whether the drive reads `released` or `adaptation`, which follow their own equations.
        gain: Plasticity gain, 1/drive-hours-at-24 h; derived, see `gaddum.simulation.calibration`.
        peak: Drive at the peak of the standard session; derived.
        load: Opioid agonist load in [0, 1] that the system adapts to; none where there is none.
        opioid_liking: Share of drug liking that runs through the opioid drive, in [0, 1].
        expectancy: "background" (placebo response as in every trial) or "cause" (belief does the work and
            needs an opioid receptor).
        nocebo: Largest worsening by the antagonist itself, as a fraction of the baseline score.
        mix: Other mechanisms and their shares, where this one is a mixture of them; a share may be "phi".
        constants: Numbers this mechanism uses, with their sources.
    """

    name: str
    title: str
    claim: str
    drive: Signal | None = None
    stateful: bool = False
    gain: float = 0.0
    peak: float = 1.0
    load: Signal | None = None
    opioid_liking: float = 0.0
    expectancy: str = "background"
    nocebo: float = 0.0
    mix: tuple[tuple[str, float | str], ...] = ()
    constants: tuple[Constant, ...] = field(default=())
