"""Every way Gaddum says no: one catalogue of codes, and the exceptions that carry them.

    GaddumError            one fault, with its place, value, expectation and remedy
    └── Problems           several faults found in one document, told at once

A code reads `GAD-<ROOM>-<nn>` and is never reused.  The documentation page of error codes is
generated from `CATALOGUE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def _document_faults(room: str, document: str) -> dict[str, tuple[str, str]]:
    """What can be wrong with any document, before its meaning is looked at."""
    faults = (
        (f"The {document} cannot be read.", "Give the path of one YAML file that you may read."),
        ("The file is not UTF-8 text.", "Save it as UTF-8 (plain text)."),
        ("The file is empty.", "Fill it with `name: value` lines; start from a bundled one."),
        ("The YAML is not well formed.", "Check indentation, colons, brackets and quotes."),
        ("A name is given twice.", "Keep one of the two."),
        ("A field is not known.", "Check its spelling, or remove it."),
        ("A field is missing.", "Add it."),
        ("A value is of the wrong kind.", "Give the kind that is named."),
        ("A value is out of range, or not one of its choices.", "Give a value that is allowed."),
        ("A name cannot be used.", "Use letters, digits, - and _."),
    )
    return {f"GAD-{room}-{number:02d}": fault for number, fault in enumerate(faults, start=1)}


CATALOGUE: dict[str, tuple[str, str]] = {
    # code: (what is wrong, what to do)
    "GAD-API-01": ("A count must be a whole number of at least one.", "Give a positive whole number."),
    "GAD-API-02": ("The output folder cannot be written.", "Choose a folder you may write to."),
    "GAD-API-03": (
        "The mechanism is not known.",
        "Use one of the listed names, or the path of a mechanism file.",
    ),
    "GAD-API-04": ("The protocol cannot be simulated as it stands.", "See the message."),
    "GAD-API-05": (
        "A package this command needs is not installed.",
        "Install Gaddum with the extra it names.",
    ),
    "GAD-SIM-01": (
        "The time grid could not meet the tolerance.",
        "Loosen the tolerance or report the model.",
    ),
    # protocol room
    **_document_faults("PROT", "protocol"),
    "GAD-PROT-11": ("The protocol is not known.", "Use a bundled name, or the path of a protocol file."),
    "GAD-PROT-12": ("A dose has no unit, or an unknown one.", "Give mg, g or ug, with or without /kg."),
    "GAD-PROT-13": ("A dose cannot be read.", 'Write "0.5 mg/kg over 40 min" or "50 mg oral at -45 min".'),
    "GAD-PROT-14": ("A dose is impossible.", "Check the number and its unit."),
    "GAD-PROT-15": ("A time cannot be read.", 'Write a number and a unit: "-45 min", "24 h", "7 d".'),
    "GAD-PROT-16": ("A compound is not known.", "Use a known one, or describe it in a file."),
    "GAD-PROT-17": ("A pretreatment does not come before the drug.", "Give it a negative time."),
    "GAD-PROT-18": ("The washout is too short.", "Lengthen the washout, or shorten the period."),
    "GAD-PROT-19": ("A time lies outside its period, or two overlap.", "Move it, or lengthen the period."),
    "GAD-PROT-20": ("A rating scale is not known.", "Use a known one, or describe it in a file."),
    "GAD-PROT-21": ("A sequence names an absent treatment.", "Name a treatment of this protocol."),
    "GAD-PROT-22": ("The sequences are not equally long, or not different.", "Correct the sequence."),
    "GAD-PROT-23": ("A look or a rule can never be reached.", "Check its number of people."),
    "GAD-PROT-24": ("A rule does not fit the trial.", "Check what it names, and its threshold."),
    "GAD-PROT-25": ("A stopping rule names an absent rule.", "Name a rule of this protocol."),
    "GAD-PROT-26": ("An endpoint does not fit the visits.", "Check its visit, its baseline and its scale."),
    "GAD-PROT-27": ("An endpoint lacks what its kind needs, or has too much.", "See the message."),
    "GAD-PROT-28": ("A body weight is not plausible.", "Give kilograms, between 20 and 350."),
    "GAD-PROT-29": ("A treatment is never given.", "Add it to a sequence, or remove it."),
    "GAD-PROT-30": ("The randomization does not fit the sequences.", "Check the block sizes."),
    "GAD-PROT-31": ("The course contradicts its doses or its period.", "See the message."),
    "GAD-PROT-32": ("A range contradicts itself.", "Put the lower value first, and the mean between."),
    "GAD-PROT-33": ("No endpoint decides, or it asks nothing.", "Mark one primary and state its estimand."),
    "GAD-PROT-34": ("The version of the document format is not known.", "Write `gaddum: 1`."),
    # instruments room
    **_document_faults("INST", "rating scale"),
    "GAD-INST-11": ("The rating scale is not known.", "Use a known id, or load its file."),
    "GAD-INST-12": ("The scale contradicts itself.", "See the message."),
    "GAD-INST-13": ("The sheet holds an item that the scale does not have.", "Remove it, or correct its id."),
    "GAD-INST-14": ("An item has a value it does not allow.", "Give one of its values, or leave it out."),
    # pharmacology room
    "GAD-PHARM-01": ("The file cannot be read.", "Check its name and permissions."),
    "GAD-PHARM-02": ("The file is not UTF-8 text.", "Save it as UTF-8."),
    "GAD-PHARM-03": ("The file holds no fields.", "Start from one of the bundled compound files."),
    "GAD-PHARM-04": ("The YAML is not well formed.", "Check indentation, colons and quotes."),
    "GAD-PHARM-05": ("A field is given twice.", "Keep one of them."),
    "GAD-PHARM-06": ("A field is not known.", "Check its spelling, or remove it."),
    "GAD-PHARM-07": ("A field is missing.", "Add it."),
    "GAD-PHARM-08": ("A field is of the wrong kind.", "See what is expected there."),
    "GAD-PHARM-09": ("A value is out of range or no such choice.", "See what is expected there."),
    "GAD-PHARM-10": ("A text cannot serve as a name.", "Use letters, digits, - and _."),
    "GAD-PHARM-11": (
        "There is no compound of that name.",
        "Use a bundled name or give the path of a compound file.",
    ),
    "GAD-PHARM-12": ("An affinity must be positive.", "Give a binding constant above zero."),
    "GAD-PHARM-13": ("A formula is not plain arithmetic.", "Write it with numbers and parameter names."),
    "GAD-PHARM-14": (
        "A unit is not known.",
        "Use one of the listed units, or a product or quotient of them.",
    ),
    "GAD-PHARM-15": (
        "A name is used that the file does not declare.",
        "Declare it, or correct its spelling.",
    ),
    "GAD-PHARM-16": (
        "The compound has no such route.",
        "Use one of its routes, or add the route to its file.",
    ),
    "GAD-PHARM-17": ("The fractions of a mixture are wrong.", "Give positive mole fractions that sum to 1."),
    "GAD-PHARM-18": ("A compound refers to itself.", "Remove the circle of `inherits` or `mixture`."),
    "GAD-PHARM-19": (
        "There is no steady state.",
        "Every compartment that is dosed must lose its mass in the end.",
    ),
    "GAD-PHARM-20": ("A rate is negative or not a number.", "Check the parameters that its formula uses."),
    # exchange room
    "GAD-EXCH-01": ("A file cannot be read.", "Check its name, its permissions and its format."),
    "GAD-EXCH-02": ("A table is empty.", "Give a header and at least one row."),
    "GAD-EXCH-03": ("A column is missing or stands twice.", "Correct the header line."),
    "GAD-EXCH-04": (
        "A cell is not the number it should be.",
        "Correct the cell; write . where it is missing.",
    ),
    "GAD-EXCH-05": ("Rows are out of order.", "Sort the table by ID and TIME."),
    "GAD-EXCH-06": ("A record has an unknown EVID.", "Use 0, 1, 2, 3 or 4."),
    "GAD-EXCH-07": (
        "A compartment or route is not one of the compound's.",
        "Use one of those listed, by name or number.",
    ),
    "GAD-EXCH-08": ("An amount does not fit its record.", "Correct AMT or EVID."),
    "GAD-EXCH-09": (
        "RATE and DUR contradict each other or cannot be used.",
        "Give one of them, not negative.",
    ),
    "GAD-EXCH-10": (
        "ADDL, II and SS contradict each other.",
        "Give II wherever doses repeat, and only there.",
    ),
    "GAD-EXCH-11": ("A covariate is out of range or not understood.", "Check the value and its unit."),
    "GAD-EXCH-12": ("A row does not have as many fields as the header.", "Add or remove the delimiters."),
    "GAD-EXCH-14": ("A file cannot be written.", "Choose a folder that exists and that you may write to."),
    # analysis, monitoring and inference rooms
    "GAD-ANA-01": (
        "Observations whose arrays do not fit together.",
        "Give every array the axes it documents.",
    ),
    "GAD-ANA-02": ("The observations lack what was asked for.", "Use a name that the observations have."),
    "GAD-ANA-03": (
        "A confidence level that is no probability.",
        "Give a level between 0 and 1, such as 0.95.",
    ),
    "GAD-MON-01": ("A monitoring rule names what the protocol lacks.", "Correct the name in the protocol."),
    "GAD-MON-02": (
        "A monitoring rule whose statistic does not fit its endpoint.",
        "Count responders of a response or remission endpoint; average the others.",
    ),
    "GAD-MON-03": ("A monitoring rule without a limit.", "Give the rule `at_most` or `at_least`."),
    "GAD-INF-01": (
        "A prior that is no distribution.",
        "Give every weight as a number of 0 or more, not all 0.",
    ),
    "GAD-INF-02": (
        "A prior for a mechanism that was not simulated.",
        "Name only simulated mechanisms in the prior.",
    ),
    "GAD-INF-03": ("Evidence of that name is not known.", "Use an id from the list of evidence."),
    "GAD-INF-04": ("Counts that cannot be added.", "Add counts of the same statistic and size only."),
    "GAD-INF-05": ("An evidence file that cannot be read.", "Correct the file as the message says."),
    "GAD-INF-06": (
        "The grid of opioid shares cannot be used.",
        "Give at least three shares in [0, 1], in ascending order.",
    ),
    # report room
    "GAD-REP-01": (
        "The report cannot be written.",
        "Choose a folder you may write to, with room on its disk.",
    ),
    "GAD-REP-02": (
        "The numbers do not have the shape a report needs.",
        "Give the numbers document of a run, as `gaddum simulate --json` or `gaddum weigh --json` writes it.",
    ),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where.

    Attributes:
        code: `GAD-<ROOM>-<nn>`, a key of `CATALOGUE`.
        message: What is wrong with this value, in a sentence.
        place: File, line and field, as far as they are known (`protocol.yaml:41  treatments.B.drug`).
        value: The offending value as written, or "" where there is none.
        expected: What would have been right, or "".
        remedy: What to do now, or "".
    """

    code: str
    message: str
    place: str = ""
    value: str = ""
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        head = f"{self.place}   {self.code}" if self.place else self.code
        lines = [head, f"  {self.message}"]
        if self.value:
            lines.append(f"  Found: {self.value}")
        if self.expected:
            lines.append(f"  Expected: {self.expected}")
        lines.append(f"  {self.remedy or CATALOGUE[self.code][1]}")
        return "\n".join(lines)


class GaddumError(Exception):
    """One fault that stops the work; the command line prints it and exits with code 2."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        place: str = "",
        value: object = "",
        expected: str = "",
        remedy: str = "",
    ) -> None:
        self.faults: tuple[Fault, ...] = (Fault(code, message, place, str(value), expected, remedy),)
        super().__init__(str(self.faults[0]))

    @property
    def code(self) -> str:
        """Code of the first fault."""
        return self.faults[0].code


class Problems(GaddumError):
    """All faults of one document."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        Exception.__init__(self, "\n".join(str(fault) for fault in self.faults))
