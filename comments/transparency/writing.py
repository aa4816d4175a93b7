"""The report as a file: CSV for who reads it, JSON for what reads it."""

import json
from collections.abc import Iterable
from typing import Any

from comments.transparency.figures import Figure, figures, nested
from comments.transparency.listing import listing
from comments.transparency.period import Period
from common import spreadsheets

FORMATS = ("json", "csv")


def report(period: Period, form: str) -> str:
    """The figures of the span."""
    found = figures(period)
    if form == "csv":
        return _csv(["article", "figure", "by", "part", "value"], (_line(one) for one in found))
    facts = {"from": str(period.first), "to": str(period.last), "figures": nested(found)}
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def statements(period: Period, form: str) -> str:
    """The list of statements of the span."""
    entries = list(listing(period))
    if form == "csv":
        names = sorted({name for entry in entries for name in entry})
        return _csv(names, ([_plain(entry.get(name)) for name in names] for entry in entries))
    return json.dumps({"statements": entries}, indent=1, ensure_ascii=False) + "\n"


def _line(one: Figure) -> list[Any]:
    return [one.article, one.name, one.by, one.of, "" if one.value is None else one.value]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(str(part) for part in value)
    return "" if value is None else str(value)


def _csv(names: list[str], rows: Iterable[list[Any]]) -> str:
    return "".join(spreadsheets.lines(names, rows))
