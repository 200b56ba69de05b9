"""Golden sheets: values in the order of the items, `.` for missing, and the totals worked out by hand.

The totals follow from the published scoring rules alone (a sum over the items, the stated rule for missing
items); they were added up by hand, not by Gaddum.
"""

from __future__ import annotations

# (scale, sheet, total or None)
SHEETS: list[tuple[str, str, int | None]] = [
    # HAM-D-17: nine items 0-4 (1 2 3 7 8 9 10 11 15), eight 0-2
    ("hamd17", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 0),
    ("hamd17", "4 4 4 2 2 2 4 4 4 4 4 2 2 2 4 2 2", 52),
    ("hamd17", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 17),
    ("hamd17", "2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2", 34),
    ("hamd17", "3 2 1 1 1 1 3 1 1 2 2 1 1 1 1 0 0", 22),
    ("hamd17", "4 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 4),
    ("hamd17", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2", 2),
    ("hamd17", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 4 0 0", 4),
    ("hamd17", "1 0 0 1 1 0 1 0 0 1 1 0 1 0 0 0 0", 7),
    ("hamd17", "1 1 0 1 1 0 1 0 0 1 1 0 1 0 0 0 0", 8),
    # one missing: 16 × 17/16 = 17; 24 × 17/16 = 25.5, upwards 26; 8 × 17/16 = 8.5, upwards 9
    ("hamd17", ". 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 17),
    ("hamd17", "3 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 .", 26),
    ("hamd17", "1 1 1 1 1 1 1 1 0 0 0 0 0 0 0 0 .", 9),
    # two missing: 15 × 17/15 = 17; 20 × 17/15 = 22.67, so 23
    ("hamd17", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 . .", 17),
    ("hamd17", "3 2 2 1 1 1 2 1 1 1 1 1 1 1 1 . .", 23),
    # two items of 0-2 missing, all else at its highest: 48 × 17/15 = 54.4, kept to 52
    ("hamd17", "4 4 4 2 2 2 4 4 4 4 4 2 2 2 4 . .", 52),
    # item 16 "not assessed" (3) counts as missing: 16 × 17/16
    ("hamd17", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 3 1", 17),
    ("hamd17", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3 0", 0),
    # three missing
    ("hamd17", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 . . .", None),
    ("hamd17", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 . 3 .", None),
    ("hamd17", ". . . . . . . . . . . . . . . . .", None),
    # HAM-D-6: items 1 2 7 8 10 of 0-4 and 13 of 0-2
    ("hamd6", "0 0 0 0 0 0", 0),
    ("hamd6", "4 4 4 4 4 2", 22),
    ("hamd6", "1 1 1 1 1 1", 6),
    ("hamd6", "3 2 3 1 2 1", 12),
    ("hamd6", "1 1 1 0 1 0", 4),
    ("hamd6", "3 2 3 1 2 .", None),
    ("hamd6", ". 2 3 1 2 1", None),
    # MADRS: ten items 0-6
    ("madrs", "0 0 0 0 0 0 0 0 0 0", 0),
    ("madrs", "6 6 6 6 6 6 6 6 6 6", 60),
    ("madrs", "1 2 3 4 5 6 5 4 3 2", 35),
    ("madrs", "3 3 3 3 3 3 3 3 3 3", 30),
    ("madrs", "1 1 1 1 1 1 1 1 1 1", 10),
    ("madrs", "0 0 0 0 0 0 0 0 0 6", 6),
    ("madrs", "4 4 3 3 2 3 3 3 2 1", 28),
    # one missing: 27 × 10/9 = 30; 20 × 10/9 = 22.2
    ("madrs", "3 3 3 3 3 3 3 3 3 .", 30),
    ("madrs", "3 3 3 3 3 3 2 0 0 .", 22),
    # two missing: 24 × 10/8 = 30; 2 × 10/8 = 2.5, upwards 3; 48 × 10/8 = 60
    ("madrs", "3 3 3 . . 3 3 3 3 3", 30),
    ("madrs", "1 1 0 . . 0 0 0 0 0", 3),
    ("madrs", "6 6 6 . . 6 6 6 6 6", 60),
    ("madrs", "0 0 0 . . 0 0 0 0 0", 0),
    # three missing
    ("madrs", "3 3 3 . . . 3 3 3 3", None),
    # CADSS: 23 items 0-4, all needed
    ("cadss", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 0),
    ("cadss", "4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", 92),
    ("cadss", "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 23),
    ("cadss", "2 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 4),
    ("cadss", "2 3 1 0 1 2 1 0 1 0 0 2 1 0 1 0 1 1 0 0 0 0 0", 17),
    ("cadss", "2 3 1 0 1 2 1 0 1 0 0 2 1 0 1 0 1 1 0 0 0 0 .", None),
    ("cadss", ". 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", None),
    # COWS: eleven items, all needed
    ("cows", "0 0 0 0 0 0 0 0 0 0 0", 0),
    ("cows", "4 4 5 5 4 4 5 4 4 4 5", 48),
    ("cows", "1 1 1 1 1 1 1 1 1 1 0", 10),
    ("cows", "1 1 1 1 0 0 1 0 0 0 0", 5),
    ("cows", "2 2 3 2 2 2 2 2 2 2 3", 24),
    ("cows", "2 3 3 2 2 2 2 2 2 2 3", 25),
    ("cows", "4 4 3 5 2 2 3 4 4 2 3", 36),
    ("cows", "4 4 5 5 2 2 3 4 4 2 3", 38),
    ("cows", "0 0 0 0 0 0 0 0 0 0 3", 3),
    ("cows", "0 0 0 0 0 0 0 0 0 0 .", None),
    ("cows", ". 4 5 5 4 4 5 4 4 4 5", None),
    # visual analogue scales: one item 0-100
    ("drug_liking", "0", 0),
    ("drug_liking", "50", 50),
    ("drug_liking", "100", 100),
    ("drug_liking", ".", None),
    ("craving", "0", 0),
    ("craving", "37", 37),
    ("craving", "100", 100),
    ("craving", ".", None),
]
