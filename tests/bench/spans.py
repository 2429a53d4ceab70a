"""Writes a table of random links, for timing `keyspan batch`.

usage: python3 tests/bench/spans.py [ROWS] [--distance] > links.csv
       time keyspan batch links.csv --output results.csv
"""

import random
import sys

random.seed(1)
rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1_000_000)
distance = "--distance" in sys.argv


def log(low, high):
    return f"{10 ** random.uniform(low, high):.5g}"


def linear(low, high):
    return f"{random.uniform(low, high):.4f}"


print("id,bitrate,alpha,iso_for,iso_back,dark,eff,misalign,raman" + (",distance_km" if distance else ""))
for i in range(rows):
    cells = [str(i), log(8, 12.5), linear(0.15, 0.4), log(-12, -6), log(-12, -6), log(1, 5)]
    cells += [linear(0.05, 0.95), linear(0, 0.05), log(-10, -8)]
    cells += [linear(0, 140)] if distance else []
    print(",".join(cells))
