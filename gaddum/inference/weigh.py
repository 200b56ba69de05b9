"""Weigh the mechanisms: every published statement against every mechanism, in one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gaddum.inference.evidence import MARKS, EvidenceItem, Selection, load_evidence, select_evidence
from gaddum.inference.likelihood import Likelihood, can_judge, likelihoods
from gaddum.inference.phi import phi_posterior
from gaddum.inference.posterior import odds_factors, posterior, posterior_mcse
from gaddum.inference.predictive import predictive_check
from gaddum.inference.priors import normalise_prior
from gaddum.inference.sensitivity import sensitivity
from gaddum.inference.separability import INDISTINGUISHABLE, indistinguishable, separability
from gaddum.inference.tallies import Statistics

# A likelihood less sure than this is named in the notes.
THIN = 0.3


def weigh(
    statistics: Mapping[str, Statistics],
    prior: Mapping[str, float] | None = None,
    evidence: Selection | None = None,
    phi: Mapping[float, Statistics] | None = None,
    phi_prior: Sequence[float] | None = None,
    threshold: float = INDISTINGUISHABLE,
) -> dict[str, Any]:
    """Weigh mechanisms against published results.

    Args:
        statistics: Mechanism to the tallies of its simulated trials, in order of display.
        prior: Prior weights of the mechanisms, scaled to sum to 1; all alike if None.
        evidence: What to weigh; the bundled evidence seen or second-hand if None.
        phi: Opioid share to the tallies of a mixture simulated at it; no posterior of φ if None.
        phi_prior: Prior density of φ at each grid value; flat if None.
        threshold: Distance below which mechanisms count as indistinguishable.

    Returns:
        Plain data for the report: `prior`, `posterior`, `posterior_mcse`, `evidence` (used or not,
        and why; likelihoods with Monte Carlo errors; odds factors against the average under the
        prior), `phi`, `indistinguishable`, `separability`, `predictive_check`, `sensitivity`,
        `notes`.

    Raises:
        GaddumError: GAD-INF-01 or GAD-INF-02 for a prior that does not fit, GAD-INF-06 for a grid
            of φ that does not.
    """
    belief = normalise_prior(prior, list(statistics))
    chosen = _usable(evidence or select_evidence(load_evidence()), statistics, phi)
    table = {name: likelihoods(chosen.used, found) for name, found in statistics.items()}
    after = posterior(belief, table)
    apart = separability(statistics)
    checked = [*chosen.used, *(item for item, _ in chosen.left_out if item.check_only)]
    return {
        "prior": belief,
        "posterior": after,
        "posterior_mcse": posterior_mcse(after, table),
        "evidence": _rows(chosen, belief, table),
        "phi": phi_posterior(phi, chosen.used, phi_prior) if phi else None,
        "indistinguishable": indistinguishable(apart, threshold),
        "separability": apart,
        "predictive_check": predictive_check(after, statistics, checked),
        "sensitivity": sensitivity(belief, statistics, chosen.used),
        "notes": _notes(chosen, table, statistics),
    }


def _usable(
    selection: Selection, statistics: Mapping[str, Statistics], phi: Mapping[float, Statistics] | None
) -> Selection:
    """The selection less what was not simulated under every mechanism."""
    worlds = [*statistics.values(), *(phi or {}).values()]
    reasons = {
        item.id: next((why for why in (can_judge(item, found) for found in worlds) if why), "")
        for item in selection.used
    }
    unusable = tuple((item, reasons[item.id]) for item in selection.used if reasons[item.id])
    used = tuple(item for item in selection.used if not reasons[item.id])
    return Selection(used, unusable + selection.left_out)


def _rows(
    selection: Selection, prior: Mapping[str, float], table: Mapping[str, Mapping[str, Likelihood]]
) -> list[dict[str, Any]]:
    """The evidence as plain data, what is weighed first."""
    rows = []
    for item in selection.used:
        row = _row(item, True, _given(item, selection.used))
        row["likelihood"] = {name: _likelihood(table[name][item.id]) for name in table}
        row["odds_factor"] = odds_factors(prior, table, item.id)
        rows.append(row)
    return rows + [_row(item, False, why) for item, why in selection.left_out]


def _row(item: EvidenceItem, used: bool, why: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "text": item.text,
        "citation": item.citation,
        "doi": item.doi,
        "protocol": item.protocol,
        "marks": item.mark,
        "note": item.note,
        "used": used,
        "why": why,
        "likelihood": {},
        "odds_factor": {},
    }


def _given(item: EvidenceItem, used: Sequence[EvidenceItem]) -> str:
    """How a weighed statement is judged, in a sentence."""
    if item.kind == "signed_t":
        return "probability density of the published t"
    if item.kind == "no_difference_parallel":
        return "share of simulated trials that show it"
    same = [u for u in used if u.kind in ("responder_table", "dissociation_alike")]
    before = [u.title for u in same[: same.index(item)]]
    if not before:
        return "share of simulated trials that show it"
    return f"share of simulated trials that show it, of those that show: {'; '.join(before)}"


def _likelihood(found: Likelihood) -> dict[str, Any]:
    """A likelihood as plain data; a share of no trials at all is None."""
    return {
        "value": found.value if np.isfinite(found.value) else None,
        "mcse": found.mcse,
        "events": found.events,
        "trials": found.trials,
        "upper": found.upper,
    }


def _notes(
    selection: Selection,
    table: Mapping[str, Mapping[str, Likelihood]],
    statistics: Mapping[str, Statistics],
) -> list[str]:
    """What a reader must know to read the figures."""
    marks = {mark: [item for item in selection.used if item.mark == mark] for mark in MARKS}
    known = ", ".join(f"{len(items)} {mark}" for mark, items in marks.items() if items)
    notes = [
        f"Statements weighed, by how they are known: {known or 'none'}. Left out: "
        f"{len(selection.left_out)}, each with its reason.",
        "In the odds a share k of N trials enters as (k + 1/2)/(N + 1), so that no mechanism is ruled "
        "out by a finite simulation.",
    ]
    zeros = [(name, i) for name, row in table.items() for i, found in row.items() if found.events == 0]
    if zeros:
        seen = ", ".join(f"{name} ({statement})" for name, statement in zeros)
        notes.append(f"Never seen in the simulated trials: {seen}; longer runs bound these more tightly.")
    thin = [
        (name, i) for name, row in table.items() for i, found in row.items() if found.relative_error > THIN
    ]
    if thin:
        seen = ", ".join(f"{name} ({statement})" for name, statement in thin)
        notes.append(f"Monte Carlo error above {THIN:.0%} of the likelihood: {seen}.")
    for name, found in statistics.items():
        tally = found.responders
        if tally is not None and tally.complete < 0.5 * tally.trials:
            notes.append(
                f"Under {name} only {tally.complete} of {tally.trials} trials had "
                f"{tally.completers} completers."
            )
    return notes
