"""Linear kinetics, solved exactly: propagators for populations, event tables for one person at a time.

Units throughout: hour, micromole, litre, micromole per litre.
"""
