"""Proof: Gaddum against published results, independent programs and statistical theory.

    python -m verification [NAME …]

Each check is a file of its own and leaves a table, a CSV and a picture in `results/`.
"""
