"""How quick the bands of positions are: draws of weights, and of samples, for a country of provinces, by one core.

Run it as ``python tests/bench/bands.py``; it prints its section and writes it beside itself (``bands.md``).
"""

import statistics
import time
from pathlib import Path

import numpy as np

from govindex.methods.bands import count_positions, draw_scores, draw_weights, find_band, share_quartiles, weigh_shares

OUT = Path(__file__).with_suffix(".md")
UNITS, PARTS, DRAWS, LOOPED, TIMES = 63, 8, 10_000, 200, 7
AIM = 1_000  # milliseconds


def judge(drawn):
    """Return the bands and shares of drawn scores."""
    counts = count_positions(drawn)
    return find_band(counts), share_quartiles(counts)


def loop(shares, weights):
    """Do the same for few draws as one writes it without arrays: sums and sorting by hand."""
    counts = [[0] * UNITS for _ in range(UNITS)]
    for drawn in weights:
        totals = [sum(weight * share for weight, share in zip(drawn, own, strict=True)) for own in shares]
        for place, unit in enumerate(sorted(range(UNITS), key=totals.__getitem__, reverse=True)):
            counts[unit][place] += 1
    return find_band(counts), share_quartiles(counts)


def measure(work):
    """Return the median milliseconds of processor time that some work takes."""
    times = []
    for _ in range(TIMES):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


def main():
    """Time both ways, write the section."""
    shares = np.random.default_rng(1).random((UNITS, PARTS))
    nominal = np.full(PARTS, 1 / PARTS)
    weights = measure(lambda: judge(weigh_shares(shares, draw_weights(nominal, draws=DRAWS))))
    sampling = measure(lambda: judge(draw_scores(shares.sum(axis=1), 0.2, draws=DRAWS)))
    few, own = draw_weights(nominal, draws=LOOPED).tolist(), shares.tolist()
    looped = measure(lambda: loop(own, few)) * DRAWS / LOOPED
    lines = [
        "## Bands of positions",
        "",
        f"{UNITS} units, {PARTS} parts, {DRAWS} draws; milliseconds of processor time, the median of {TIMES}. The",
        f"plain loop was timed over {LOOPED} draws. The aim is under {AIM} ms.",
        "",
        "| cause | arrays | plain loop | times quicker |",
        "| --- | ---: | ---: | ---: |",
        f"| other weights | {weights:.0f} | {looped:.0f} | {looped / weights:.0f} |",
        f"| sampling | {sampling:.0f} | | |",
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    OUT.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
