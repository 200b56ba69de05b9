"""The trial as a document: read it, check it, explain it, fingerprint it.

    load(source)            a bundled name or a file, as a frozen `Protocol`
    check(source)           every fault of a document, none if it is sound
    explain(protocol)       a readable synopsis with the schedule of assessments
    dump(protocol)          the protocol as YAML; `load(dump(p)) == p`
    protocol_hash(protocol) its fingerprint, independent of formatting
    json_schema()           the published JSON Schema of the format

Time zero of a period is the start of that period's drug.  This room knows no compound and no rating
scale; the names that there are can be given to `load` and `check`.
"""

from gaddum.protocol.canonical import canonical_json, dump, json_schema, protocol_hash
from gaddum.protocol.course import Course, Relapse
from gaddum.protocol.endpoints import Endpoint, Estimand
from gaddum.protocol.explain import explain
from gaddum.protocol.monitoring import Look, Monitoring, Rule, StopRule
from gaddum.protocol.population import Baseline, Criterion, Enrolment, Population, Range, Spread
from gaddum.protocol.reading import bundled, check, load, parse, source_text
from gaddum.protocol.schedule import Design, Randomization, Visit
from gaddum.protocol.treatments import Dose, Treatment
from gaddum.protocol.trial import Note, Protocol

__all__ = [
    "Baseline",
    "Course",
    "Criterion",
    "Design",
    "Dose",
    "Endpoint",
    "Enrolment",
    "Estimand",
    "Look",
    "Monitoring",
    "Note",
    "Population",
    "Protocol",
    "Randomization",
    "Range",
    "Relapse",
    "Rule",
    "Spread",
    "StopRule",
    "Treatment",
    "Visit",
    "bundled",
    "canonical_json",
    "check",
    "dump",
    "explain",
    "json_schema",
    "load",
    "parse",
    "protocol_hash",
    "source_text",
]
