"""``make bench-score CORPORA=folder``: how the score grows with decisions, beside a list of words.

A file of decisions in their order (a label, a tab, the text) is the argument, or ``sms_spam.tsv`` in the folder that is, or
in ``CORPORA`` in the environment. It is no part of the product; without it the keys are null.
"""

import argparse
import json
import os
import platform
import sys
from itertools import pairwise
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from comments.rules.kinds import compiled  # noqa: E402 — models need the settings
from comments.rules.subject import Text  # noqa: E402
from comments.scoring.curve import curve  # noqa: E402
from comments.scoring.decided import decided_in  # noqa: E402
from comments.scoring.measuring import measure  # noqa: E402
from comments.scoring.training import LATER, MOST_GAP  # noqa: E402

FILE = "sms_spam.tsv"
# What a moderator would put on a list on the first day.
WORDS = [
    "free", "win*", "won", "prize*", "cash", "claim*", "urgent", "award*", "guaranteed", "call now", "text", "txt", "stop",
    "mobile", "ringtone*", "tone*", "offer*", "bonus", "credit*", "voucher*", "holiday", "sms", "reply", "service", "nokia",
    "camera", "congratulations", "selected", "subscri*", "xxx", "sexy", "dating", "chat", "unsubscribe", "per min",
]  # fmt: skip


def _file(named: str) -> Path | None:
    wanted = Path(named or os.environ.get("CORPORA", "") or ".")
    found = wanted if wanted.is_file() else wanted / FILE
    return found if found.is_file() else None


def _list_score(text: str) -> float:
    """How many places of the text the list marks."""
    words = compiled("words", {"terms": WORDS})
    hits = {
        reading.span(start, end)
        for reading in Text(text).readings
        for _which, start, end in words.automaton.find_matches_as_indexes(reading.text, overlapping=True)
    }
    return float(len(hits - {None}))


def main() -> int:
    """Measure, and print one JSON object last; 1 where the score does not grow or is not above the list."""
    parser = argparse.ArgumentParser(prog="python -m bench.score", description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", default="", help="the decisions, or the folder in which they are")
    file = _file(parser.parse_args().file)
    keys = ("decisions", "steps", "word_list", "rises", "above_word_list", "identity_gap")
    if file is None:
        print(f"There is no {FILE}: make bench-score CORPORA=folder", file=sys.stderr)
        print(json.dumps(dict.fromkeys(keys)))
        return 0
    decided = decided_in(file)
    steps = curve(decided, {"en"})
    listed = measure(_list_score, decided[int(len(decided) * (1 - LATER)) :]).average_precision
    values = [step["average_precision"] for step in steps]
    rises = all(later >= earlier for earlier, later in pairwise(values))
    gap = max(step["identity_gap"] for step in steps)
    facts = [
        len(decided),
        {step["learned_from"]: round(step["average_precision"], 4) for step in steps},
        round(listed, 4),
        rises,
        min(values) > listed,
        round(gap, 4),
    ]
    print(json.dumps({**dict(zip(keys, facts, strict=True)), "python": platform.python_version()}))
    return int(not rises or min(values) <= listed or gap > MOST_GAP)


if __name__ == "__main__":
    sys.exit(main())
