"""What became of each try: refused with its place, told, harmless for a reason that stands here, or a failure."""

import re
import signal
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from random import Random

from govindex.errors import GovindexError

GOOD = ("refused", "told", "harmless", "same")
BAD = ("traceback", "hang", "unplaced", "slipped", "lost", "different")
LIMIT = 20  # seconds for one try
_LONGEST = 2_000  # characters of a sentence


class Hang(BaseException):
    """A try that took longer than `LIMIT`."""


class Tally:
    """The outcomes of one section, with an example of each failure.

    Parameters
    ----------
    name : str
    seed : int
        With the section and the number of a try it makes the same input again.
    seconds : float
        After which no further try begins.
    """

    def __init__(self, name, seed, seconds):
        self.name, self.seed = name, seed
        self.counts, self.reasons = Counter(), Counter()
        self.failures = []
        self.began = time.monotonic()
        self.ends = self.began + seconds

    def tries(self, count):
        """Yield the number of each try with a generator of its own, while there is time."""
        for number in range(count):
            if time.monotonic() > self.ends:
                return
            yield number, Random(f"{self.seed}/{self.name}/{number}")

    def note(self, outcome, what, detail=""):
        """Count an outcome; `detail` is why a harmless one is, or what a failure was."""
        self.counts[outcome] += 1
        if outcome == "harmless":
            self.reasons[detail] += 1
        if outcome in BAD:
            self.failures.append((outcome, what, detail))

    def attempt(self, what, function, *, place=r".", judge=lambda result: ("told", "")):
        """Call `function`, within the time for one try, and note what became of it.

        Parameters
        ----------
        place : str
            What a refusal must name, as a regular expression.
        judge : callable
            Returns outcome and detail of what the function returned.
        """
        try:
            with limited():
                result = function()
        except GovindexError as error:
            said = str(error)
            named = re.search(place, said) and len(said) <= _LONGEST
            self.note("refused" if named else "unplaced", what, said[:300])
        except Hang:
            self.note("hang", what, f"no answer within {LIMIT} s")
        except Exception:
            self.note("traceback", what, " | ".join(traceback.format_exc().strip().splitlines()[-3:])[:500])
        else:
            outcome, detail = judge(result)
            self.note(outcome, what, detail)

    @property
    def bad(self):
        """How many tries failed."""
        return sum(self.counts[outcome] for outcome in BAD)


@contextmanager
def limited(seconds=LIMIT):
    """Raise `Hang` in what takes longer."""

    def stop(*_):
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
