"""When things happen: sequences, periods, washout and visits, and how sequences are drawn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gaddum.protocol.fields import Count, Days, Identifier, Label, Number, Section, Time, Window
from gaddum.protocol.quantities import parse_time, parse_window


class Design(Section):
    """The crossover: who gets what in which order, and how far apart."""

    sequences: Annotated[dict[Label, Annotated[tuple[Label, ...], Field(min_length=1)]], Field(min_length=1)]
    """Each sequence: its name and its treatments, one per period."""
    period_days: Days
    """Length of the follow-up in a period, in days from the start of its drug."""
    washout_days: Annotated[Number, Field(ge=0, le=3660)] = 0.0
    """Days from the start of one period's drug to the next period's; at least period_days."""

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return max(len(treatments) for treatments in self.sequences.values())

    @property
    def is_crossover(self) -> bool:
        """Whether a person has more than one period."""
        return self.n_periods > 1


class Visit(Section):
    """One occasion on which people are rated; every period has the same visits."""

    at: Time
    """Time from the start of the period's drug."""
    instruments: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """Rating scales used at this visit, by their ids."""
    window: Window | None = None
    """How much earlier or later the visit may be."""

    @property
    def at_h(self) -> float:
        """Time from the start of the period's drug, h."""
        return parse_time(self.at)

    @property
    def window_h(self) -> float:
        """How much earlier or later the visit may be, h; 0 where none is stated."""
        return parse_window(self.window) if self.window else 0.0


class Randomization(Section):
    """How a sequence is drawn for each person."""

    method: Literal["permuted_blocks", "simple"] = "simple"
    """Permuted blocks, or an independent draw for each person."""
    block_sizes: tuple[Count, ...] = ()
    """Sizes of the permuted blocks; one of them is drawn for each block."""
    strata: tuple[Identifier, ...] = ()
    """Within which groups people are randomized, such as sex."""
