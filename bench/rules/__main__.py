"""``make bench-rules``: what the rules of the talk cost for one comment, in processor time and without a database.

Ten thousand words, 500 domains, expressions (one of them catastrophic for engines that go back), and every other kind are
asked of comments of up to 5,000 characters: plain ones, and such as are disguised by look-alike letters, digits, blanks,
drawn-out letters and signs that cannot be seen. Reasons and counterfactuals are reckoned where a rule speaks.
"""

import json
import os
import platform
import random
import statistics
import sys
import time
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from comments.rules.judging import Rule, Rules, reasons, rules_of  # noqa: E402 — models need the settings
from comments.rules.kinds import compiled  # noqa: E402
from comments.rules.subject import Subject, Text  # noqa: E402

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LIMIT_MS = 20.0  # frozen: per comment, at the 99th of a hundred
WORDS, COMMENTS = 10_000, 300
CATASTROPHIC = r"(x+x+)+y|(a|aa)+$|(.*)*=(.*)*;"
HOMOGLYPHS = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
LEET = str.maketrans("aeiost", "431057")


def _vocabulary(rng: random.Random, count: int) -> list[str]:
    syllables = [
        "ba",
        "ker",
        "li",
        "mon",
        "tu",
        "ras",
        "vel",
        "sho",
        "gin",
        "dra",
        "pe",
        "sta",
        "cor",
        "um",
        "fri",
    ]
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choice(syllables) for _ in range(rng.randint(2, 5)))] = None
    return list(found)


def _disguised(rng: random.Random, word: str) -> str:
    match rng.randrange(6):
        case 0:
            return word.translate(HOMOGLYPHS)
        case 1:
            return word.translate(LEET)
        case 2:
            return "\u200b".join(word)
        case 3:
            return " ".join(word)
        case 4:
            return "".join(letter * rng.randint(1, 4) for letter in word)
    return ".".join(word)


def _text(rng: random.Random, words: list[str], length: int, share: float) -> str:
    parts: list[str] = []
    size = 0
    while size < length:
        word = rng.choice(words)
        part = _disguised(rng, word) if rng.random() < share else word
        parts.append(part)
        size += len(part) + 1
    return " ".join(parts)[:length]


def _rules(terms: list[str]) -> Rules:
    return rules_of(
        [
            Rule("words@1", compiled("words", {"terms": terms})),
            Rule(
                "domains@1", compiled("links", {"held": [f"shop-{n}.example" for n in range(500)], "most": 3})
            ),
            Rule("expression@1", compiled("pattern", {"expression": r"\b\d{3}[ -]?\d{4}\b"})),
            Rule("catastrophic@1", compiled("pattern", {"expression": CATASTROPHIC})),
            Rule("capitals@1", compiled("capitals", {})),
            Rule("length@1", compiled("length", {"least": 2})),
            Rule("images@1", compiled("images", {})),
            Rule("language@1", compiled("language", {"scripts": True, "languages": True})),
        ]
    )


def _milliseconds(rules: Rules, text: str, *, told: bool = True) -> float:
    begin = time.process_time()
    subject = Subject(text=Text(text), at=NOW, language="en")
    judgement = rules.judge(subject)
    if told and judgement.spoke:
        reasons(rules, subject, judgement)
    return (time.process_time() - begin) * 1000


def _fastest(rules: Rules, text: str, *, told: bool = True) -> float:
    return min(_milliseconds(rules, text, told=told) for _ in range(5))


def main() -> int:
    """Measure, and print one JSON object last; 1 where the frozen limit is not kept."""
    rng = random.Random(7)
    words = _vocabulary(rng, WORDS * 2)
    listed, said = words[:WORDS], words[WORDS:]
    rules = _rules(listed)
    asked = [
        (_text(rng, said, rng.randint(40, 5_000), rng.choice((0, 0, 0.2, 1))), False) for _ in range(COMMENTS)
    ]
    asked += [(f"{text[:2_000]} {_disguised(rng, rng.choice(listed))}", True) for text, _speaks in asked[:60]]
    for text, _speaks in asked[:20]:
        _milliseconds(rules, text)  # tables of signs are filled once in a process
    times = sorted(_milliseconds(rules, text) for text, _speaks in asked)
    caught = sum(
        rules.judge(Subject(text=Text(text), at=NOW, language="en")).holds for text, speaks in asked if speaks
    )
    hostile = {
        "a": "a" * 5_000, "x": "x" * 5_000, "a a": "a " * 2_500, "1!|": "1!| " * 1_250, "leet": "c4s1n0 " * 700,
        "homoglyphs": ("casino".translate(HOMOGLYPHS) + " ") * 700, "unseen": "c\u200b" * 2_500,
        "=": "=" * 5_000, ".": "a." * 2_500, "links": "http://a.example/ " * 270, "marks": "a\u0301" * 2_500,
    }  # fmt: skip
    worst = {name: _fastest(rules, text, told=False) for name, text in hostile.items()}
    half, whole = _text(rng, said, 2_500, 1), _text(rng, said, 5_000, 1)
    result = {
        "rules": len(rules.rules),
        "words": WORDS,
        "comments": len(asked),
        "ms_per_comment": round(statistics.mean(times), 3),
        "ms_p99": round(times[int(len(times) * 0.99)], 3),
        "catastrophic_ms": round(max(worst.values()), 3),
        "catastrophic": max(worst, key=lambda name: worst[name]),
        "disguised_caught": caught,
        "disguised": sum(speaks for _text, speaks in asked),
        "double_length_ratio": round(
            _fastest(rules, whole, told=False) / _fastest(rules, half, told=False), 2
        ),
        "limit_ms": LIMIT_MS,
        "python": platform.python_version(),
    }
    print(json.dumps(result))
    return int(max(result["ms_per_comment"], result["ms_p99"], result["catastrophic_ms"]) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
