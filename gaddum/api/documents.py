"""Loading a protocol with every name in it checked against the compounds and instruments at hand."""

from __future__ import annotations

import os

from gaddum import instruments, protocol
from gaddum.pharmacology import compounds
from gaddum.protocol import Protocol


def load(source: str | os.PathLike[str]) -> Protocol:
    """Read a protocol.

    Args:
        source: Name of a bundled protocol (`ketamine-naltrexone`, `ab-ba`, …) or path of a YAML file.

    Returns:
        The protocol, frozen.

    Raises:
        Problems: Every fault of the document, with its line, value, expectation and remedy.
    """
    return protocol.load(source, compounds=set(compounds.known()), instruments=set(instruments.known()))
