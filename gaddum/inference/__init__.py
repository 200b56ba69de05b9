"""Which mechanism?  Published results against what each mechanism would have shown.

evidence/        what was published, each statement with how it is known
tallies          what is kept of the simulated trials, in bounded memory
count            from observations to tallies
likelihood       how probable a mechanism makes each statement
posterior, phi   what that does to the odds, and to the opioid share
separability     which mechanisms the trials cannot tell apart
predictive       whether any of them predicts what was seen
weigh            all of it together
"""
