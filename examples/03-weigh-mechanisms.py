"""Which mechanism would have shown what was published?"""

import gaddum

protocol = gaddum.load("ketamine-naltrexone")
verdict = gaddum.weigh(protocol, trials=200, seed=1)

for mechanism, probability in sorted(verdict.to_dict()["posterior"].items(), key=lambda item: -item[1]):
    print(f"{mechanism:16s} {probability:6.3f}  {'█' * round(40 * probability)}")
