"""Compounds, kinetics, receptors and mechanisms, each number with its source.

Units inside: hour, micromole, litre, micromole per litre; doses in milligrams at the border.
"""
