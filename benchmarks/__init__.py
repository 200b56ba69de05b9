"""Speed beside other programs, as ratios measured in one run: `python -m benchmarks.peers`."""
