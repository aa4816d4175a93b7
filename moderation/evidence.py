"""Where in a text rules saw what they spoke of: read from the reasons of an item, which other rooms wrote. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

Span = tuple[int, int]


def spans_of(reasons: Iterable[Mapping[str, Any]], length: int) -> list[Span]:
    """Every place that some rule saw in a text of that length, in order, those that touch joined."""
    found = sorted(
        (begin, end)
        for reason in reasons
        for begin, end in _pairs(reason.get("evidence"))
        if 0 <= begin < end <= length
    )
    joined: list[Span] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def words_of(reason: Mapping[str, Any], text: str) -> list[str]:
    """What the rule saw, as it is typed, each once."""
    found = [text[begin:end] for begin, end in spans_of([reason], len(text))]
    return list(dict.fromkeys(found))


def _pairs(evidence: Any) -> list[Span]:
    """The places as the queue keeps them; what is none is passed over."""
    if not isinstance(evidence, list):
        return []
    return [
        (pair[0], pair[1])
        for pair in evidence
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(one, int) for one in pair)
    ]
