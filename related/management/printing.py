"""What ``manage.py related`` says to people."""

from collections.abc import Iterator
from typing import Any


def card_lines(cards: list[dict[str, Any]]) -> Iterator[str]:
    """A stored or found card and its reason, beneath one another."""
    for card in cards:
        yield "{place:>9}  {score:7.3f}  {id:>7} {headline}".format_map(card)
        parts = ", ".join(f"{name} {value}" for name, value in card["parts"].items())
        yield f"{'':>20}{card['reason']}{f' ({parts})' if parts else ''}"


def evaluation_lines(result: dict[str, Any]) -> Iterator[str]:
    """A table of the measures, both ways side by side."""
    yield f"{result['queries']} queries on {result['documents']} reports; {result['unknown']} unknown"
    yield f"{'':<20}{'ours':>24}{'BM25 full':>26}{'ratio':>26}"
    for kind, measures in result.items():
        if not isinstance(measures, dict) or "queries" not in measures:
            continue
        for name, of in measures.items():
            if isinstance(of, dict):
                both = (
                    "{:.4f} [{:.4f}, {:.4f}]".format(of[key], *of[f"{key}_interval"])
                    for key in ("ours", "bm25", "ratio")
                )
                yield f"{kind + ' ' + name:<20}" + "".join(f"{each:>26}" for each in both)
