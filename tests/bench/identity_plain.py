#!/usr/bin/env python3
"""identity_plain FEBRL.CSV: what anybody would try first: two records are one when four of six fields are the same
(given name, family name, street, suburb, state, date of birth). Prints precision, recall and F1 of that rule."""
import collections
import csv
import itertools
import sys

FIELDS = ("given_name", "surname", "address_1", "suburb", "state", "date_of_birth")
with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file, skipinitialspace=True))
truth = [row["rec_id"].split("-")[1] for row in rows]
agree = collections.Counter()
for field in FIELDS:
    if field == "state":
        continue  # a handful of values: counted below, for pairs that share something else
    by_value = collections.defaultdict(list)
    for i, row in enumerate(rows):
        if row[field].strip():
            by_value[row[field].strip()].append(i)
    for same in by_value.values():
        agree.update(itertools.combinations(same, 2))
found = {p for p, n in agree.items()
         if n + (rows[p[0]]["state"].strip() != "" and rows[p[0]]["state"] == rows[p[1]]["state"]) >= 4}
right = sum(truth[a] == truth[b] for a, b in found)
there = sum(n * (n - 1) // 2 for n in collections.Counter(truth).values())
precision, recall = right / max(1, len(found)), right / there
print(f"precision {precision:.4f} ratio\nrecall {recall:.4f} ratio\nf1 {2 * precision * recall / (precision + recall):.4f} ratio")
