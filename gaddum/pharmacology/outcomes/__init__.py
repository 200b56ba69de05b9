"""From what happens in the brain to what a rater writes down: one file per outcome, with its constants."""
