"""Rows as CSV, line by line, with nothing in them that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable, Iterator

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def lines(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The head and the rows, each as one line of CSV."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(str(cell)) for cell in row])


def harmless(cell: str) -> str:
    """The cell, marked as text where a spreadsheet would reckon with it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
