"""Slow, readable second implementations, written from the sources without looking at the package."""
