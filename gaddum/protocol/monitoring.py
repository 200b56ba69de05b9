"""When the data are looked at, and what would stop the trial."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gaddum.protocol.fields import Count, Identifier, Label, Number, Section, Text


class Look(Section):
    """One look at the data."""

    name: Identifier
    """Short name of the look."""
    entered: Count
    """It takes place after so many people have entered."""
    after_days: Annotated[Number, Field(ge=0, le=3660)] = 0.0
    """Days from that entry to the look, so that people can complete."""


class Rule(Section):
    """A statement about the data that holds or does not hold at a look."""

    treatment: Label
    """The treatment it is about."""
    endpoint: Identifier
    """The endpoint it reads."""
    statistic: Literal["responders", "proportion", "mean"]
    """responders: how many met it; proportion: which fraction; mean: of the scores or changes."""
    at_most: Number | None = None
    """It holds if the statistic is at most this."""
    at_least: Number | None = None
    """It holds if the statistic is at least this."""
    min_completers: Count = 1
    """It cannot hold while fewer people have completed all periods."""
    meaning: Text
    """What it means when it holds, in words."""


class StopRule(Section):
    """Rules that stop the trial when all of them hold at a look."""

    name: Identifier
    """Short name of the stopping rule."""
    all: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    """The rules that must all hold."""
    meaning: Text
    """Why the trial stops then, in words."""


class Monitoring(Section):
    """Looks, rules and stopping rules."""

    looks: tuple[Look, ...] = ()
    """The looks, in order."""
    rules: dict[Identifier, Rule] = {}
    """Rules by their name."""
    stop: tuple[StopRule, ...] = ()
    """What stops the trial."""
