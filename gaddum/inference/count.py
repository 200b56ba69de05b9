"""From the observations of a block of trials to the tallies that evidence is compared with.

What is taken, of whom and when stands in the evidence (`measure`), not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.analysis.arrays import count_people, mean_people
from gaddum.analysis.completers import first_completers, is_completer
from gaddum.analysis.condition_time import estimate_condition_time
from gaddum.analysis.estimate import Outcome
from gaddum.analysis.observations import Observations
from gaddum.analysis.responders import is_remitted, is_responder
from gaddum.analysis.two_period import estimate_paired
from gaddum.inference.evidence import EvidenceItem
from gaddum.inference.histogram import Histogram
from gaddum.inference.tallies import ArmsTally, ResponderTally, SignedTTally, Statistics

# Wide enough for any mechanism in these trials; what lies beyond is counted at the edges.
T_RANGE, T_BINS = 15.0, 3000
REMOVED_RANGE, REMOVED_BINS = (-3.0, 4.0), 700


def count(items: Sequence[EvidenceItem], protocol: str, observations: Observations) -> Statistics:
    """Everything the evidence asks of one protocol's trials.

    Args:
        items: The evidence, of any protocols.
        protocol: Name of the protocol that these trials follow.
        observations: A block of its trials.

    Returns:
        Statistics with the parts that belong to this protocol; add those of other blocks and
        protocols.
    """
    found = Statistics()
    measures = {str(item.measure["statistic"]): item.measure for item in items if item.protocol == protocol}
    for statistic, measure in measures.items():
        if statistic == "responders":
            found = found + Statistics(responders=count_responder_table(observations, measure))
        elif statistic == "signed_t":
            found = found + Statistics(signed_t=count_signed_t(observations, measure))
        elif statistic == "arms":
            found = found + Statistics(arms=count_arms(observations, measure))
    return found


def count_responder_table(observations: Observations, measure: Mapping[str, Any]) -> ResponderTally:
    """Responder table and dissociation among the first completers of each trial.

    Completers have the rating before and after under both treatments.  Dissociation counts as alike
    if the paired t among them is not significant, or if nobody differs.
    """
    treatments = (str(measure["reference"]), str(measure["test"]))
    instrument, before, after = (str(measure[key]) for key in ("instrument", "baseline", "visit"))
    n = int(measure["completers"])
    complete = is_completer(observations, instrument, (before, after), treatments)
    chosen, enough = first_completers(complete, n)
    responses = []
    for treatment in treatments:
        period, _ = observations.period_of(treatment)
        start, _ = observations.at(instrument, before, period)
        end, _ = observations.at(instrument, after, period)
        responses.append(is_responder(start, end, float(measure["fall"]))[0] & chosen)
    reference, test = responses
    index = [count_people(x) for x in (reference, test, reference & test)]
    index.append(_is_alike(observations, measure["dissociation"], treatments, chosen).astype(np.int64))
    shape = (n + 1, n + 1, n + 1, 2)
    flat = np.ravel_multi_index(tuple(i[enough] for i in index), shape)
    counts = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape).astype(np.int64)
    return ResponderTally(observations.trials, counts)


def count_signed_t(observations: Observations, measure: Mapping[str, Any]) -> SignedTTally:
    """Condition × time t among the first completers, however many of them a trial has."""
    treatments = (str(measure["reference"]), str(measure["test"]))
    instrument, before, after = (str(measure[key]) for key in ("instrument", "baseline", "visit"))
    n = int(measure["completers"])
    chosen, _ = first_completers(is_completer(observations, instrument, (before, after), treatments), n)
    scores = {}
    for treatment in treatments:
        period, _ = observations.period_of(treatment)
        for visit in (before, after):
            scores[treatment, visit] = observations.at(instrument, visit, period)[0]
    reference, test = treatments
    found = estimate_condition_time(
        scores[reference, before],
        scores[reference, after],
        scores[test, before],
        scores[test, after],
        observed=chosen,
    )
    change = {t: mean_people(scores[t, after] - scores[t, before], chosen) for t in treatments}
    with np.errstate(invalid="ignore", divide="ignore"):
        removed = 1.0 - change[test] / change[reference]
    return SignedTTally(
        observations.trials,
        Histogram.of(found.statistic, -T_RANGE, T_RANGE, T_BINS),
        Histogram.of(np.where(np.isfinite(removed), removed, np.nan), *REMOVED_RANGE, REMOVED_BINS),
        np.bincount(count_people(chosen), minlength=n + 1).astype(np.int64),
    )


def count_arms(observations: Observations, measure: Mapping[str, Any]) -> ArmsTally:
    """Share remitted at the last rating in each arm, among the first so many of the arm."""
    instrument = str(measure["instrument"])
    visit = str(measure.get("visit") or observations.visits[-1])
    above = np.ones(observations.trials, dtype=np.bool_)
    shares = {}
    for arm, size in measure["arms"].items():
        period, found = observations.period_of(str(arm))
        score, rated = observations.at(instrument, visit, period)
        chosen, _ = first_completers(found & rated, int(size))
        remitted, _ = is_remitted(score, float(measure["at_most"]))
        share = mean_people(remitted.astype(np.float64), chosen)
        with np.errstate(invalid="ignore"):
            above &= share > float(measure["share_above"])
        shares[str(arm)] = Histogram.of(share, 0.0, 1.0 + 1e-9, 100)
    return ArmsTally(observations.trials, int(np.count_nonzero(above)), shares)


def _is_alike(
    observations: Observations, criterion: Mapping[str, Any], treatments: tuple[str, str], chosen: Any
) -> Any:
    """Whether dissociation is not significantly different within people, `[trial]`."""
    reference, test_scores = (
        observations.at(
            str(criterion["instrument"]), str(criterion["visit"]), observations.period_of(treatment)[0]
        )[0]
        for treatment in treatments
    )
    test = estimate_paired(reference, test_scores, observed=chosen)
    same = (test.outcome == Outcome.NO_VARIANCE) & (test.estimate == 0.0)
    with np.errstate(invalid="ignore"):
        return (test.p >= float(criterion["alpha"])) | same
