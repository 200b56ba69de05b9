"""Estimators of a crossover trial: batched over a leading `trial` axis, one file per method.

Every estimator takes arrays `[trial, person]`, so that a live trial is a batch of one and a
simulation a batch of many; a trial's result depends on its own row alone, whatever the batch.
What could not be estimated says so in an `Outcome`, with what to do.
"""
