"""Looks at a running trial: what a committee would have seen, and whether the rules say stop.

The object that simulation measures is the object that runs at a live look: a live trial is a batch
of one.
"""
