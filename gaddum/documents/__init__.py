"""YAML documents from outside: read with their line numbers, and every fault told in plain words.

Shared by the rooms that read files written by people (protocols, rating scales); it knows neither.
"""

from gaddum.documents.reading import Document, read_bytes, read_text
from gaddum.documents.suggestion import did_you_mean, listing
from gaddum.documents.translation import custom_fault, faults_of, show

__all__ = [
    "Document",
    "custom_fault",
    "did_you_mean",
    "faults_of",
    "listing",
    "read_bytes",
    "read_text",
    "show",
]
