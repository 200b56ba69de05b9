"""Virtual people: covariates, how they differ from each other, and how they are lost.

Random numbers are counter-based (Threefry): a person's draws depend on the seed, the trial and the person's
place in it, and on nothing else.
"""
