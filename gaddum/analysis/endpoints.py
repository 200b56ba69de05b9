"""Endpoints: the protocol's definition of a result, evaluated for each person under a treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaddum.analysis.arrays import BoolArray, FloatArray
from gaddum.analysis.horizon import Horizon
from gaddum.analysis.observations import Observations
from gaddum.analysis.responders import is_remitted, is_responder

if TYPE_CHECKING:
    from gaddum.protocol.endpoints import Endpoint


@dataclass(frozen=True)
class EndpointValues:
    """An endpoint under one treatment, `[trial, person]`.

    Attributes:
        value: 1 or 0 for response and remission, after minus before for change, the score itself
            for score; NaN where not judged.
        judged: Whether the person has the ratings it needs.
        given: Whether the person's sequence has the treatment at all.
    """

    value: FloatArray
    judged: BoolArray
    given: BoolArray


def evaluate(
    endpoint: Endpoint,
    observations: Observations,
    treatment: str,
    horizon: Horizon | None = None,
    occasion: int = 0,
) -> EndpointValues:
    """Evaluate an endpoint in the period that gave a treatment.

    Args:
        endpoint: An endpoint of the protocol.  Where it names no baseline visit, the first visit
            of the period is taken.
        observations: The trials.
        treatment: The treatment.
        horizon: What can be seen; everything if None.
        occasion: Which time it was given, from 0.

    Raises:
        GaddumError: GAD-ANA-02 if a treatment, visit or instrument is not in the observations.
    """
    period, found = observations.period_of(treatment, occasion)
    score, judged = observations.at(endpoint.instrument, endpoint.visit, period)
    judged &= found
    if horizon is not None:
        judged &= horizon.sees(period, endpoint.visit)
    kind = str(endpoint.kind)
    if kind in ("response", "change"):
        visit = endpoint.baseline or observations.visits[0]
        before, rated = observations.at(endpoint.instrument, visit, period)
        judged &= rated
        if kind == "change":
            value = score - before
        else:
            fall = 0.5 if endpoint.fall is None else float(endpoint.fall)
            responder, possible = is_responder(before, score, fall)
            judged &= possible
            value = responder.astype(np.float64)
    elif kind == "remission":
        remitted, possible = is_remitted(score, float(endpoint.at_most or 0.0))
        judged &= possible
        value = remitted.astype(np.float64)
    else:
        value = score
    return EndpointValues(np.where(judged, value, np.nan), judged, found)


def evaluate_all(
    endpoint: Endpoint, observations: Observations, horizon: Horizon | None = None
) -> dict[str, EndpointValues]:
    """An endpoint under every treatment."""
    return {name: evaluate(endpoint, observations, name, horizon) for name in observations.treatments}


def completers_of(found: dict[str, EndpointValues]) -> BoolArray:
    """Who has an endpoint under every treatment of their sequence, `[trial, person]`."""
    return np.asarray(np.logical_and.reduce([each.judged | ~each.given for each in found.values()]))


def reference_first(observations: Observations, reference: str, test: str) -> BoolArray:
    """Whether each person had the reference treatment before the test treatment."""
    return np.asarray(observations.period_of(reference)[0] < observations.period_of(test)[0])
