"""No drug action: people improve because they believe they got a drug, and belief needs an opioid receptor.

Source: placebo responses release mu opioids, Pecina 2015 [pecina2015]; naltrexone partly abolished them in a
crossover, Pecina 2021 [pecina2021].  The gate's form is ours.
"""

from __future__ import annotations

from gaddum.pharmacology.mechanisms.base import Mechanism

MECHANISM = Mechanism(
    name="expectancy",
    title="Expectancy through opioid receptors",
    claim=(
        "Improvement is a placebo response to a drug that is plainly felt; "
        "the antagonist blocks that response."
    ),
    expectancy="cause",
)
