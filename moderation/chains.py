"""The register of chains: tables whose rows each name the one before it of the same object.

The door registers its own; a room with a chain registers it in ``AppConfig.ready()``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

Head = tuple[str, int, str]  # table, row, its link
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Chain:
    """One table: which columns name the object, which orders its rows, which holds the link."""

    table: str
    objects: tuple[str, ...]
    order: str
    link: str


_chains: dict[str, Chain] = {}


def register(chain: Chain) -> None:
    """Make a table known as a chain; twice the same is once."""
    _chains[chain.table] = chain


def all_chains() -> list[Chain]:
    """Every chain, by name of its table."""
    return [_chains[table] for table in sorted(_chains)]


def settled(chain: Chain) -> int:
    """The highest row below which no other can appear any more; waits for the writers that are at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT moderation_settled(%s)", [chain.table])
        (highest,) = cursor.fetchone() or (0,)
    return int(highest)


def heads(chain: Chain, above: int, upto: int) -> list[Head]:
    """The newest row of each object that grew in ``(above, upto]``."""
    quote = connection.ops.quote_name
    objects = ", ".join(quote(name) for name in chain.objects)
    query = (
        f"SELECT DISTINCT ON ({objects}) id, {quote(chain.link)} FROM {quote(chain.table)} "  # noqa: S608 — from code
        f"WHERE id > %s AND id <= %s ORDER BY {objects}, {quote(chain.order)} DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [above, upto])
        found = [(chain.table, int(row), str(link)) for row, link in cursor.fetchall()]
    return sorted(found)


def missing(wanted: list[Head]) -> Iterator[Head]:
    """Those heads that are no longer where they were, or no longer with that link."""
    by_table: dict[str, list[Head]] = {}
    for head in wanted:
        by_table.setdefault(head[0], []).append(head)
    for table, listed in sorted(by_table.items()):
        chain = _chains.get(table)
        for start in range(0, len(listed), CHUNK):
            some = listed[start : start + CHUNK]
            there = _links(chain, [row for _, row, _ in some]) if chain else {}
            yield from (head for head in some if there.get(head[1]) != head[2])


def _links(chain: Chain, rows: list[int]) -> dict[int, str]:
    quote = connection.ops.quote_name
    query = f"SELECT id, {quote(chain.link)} FROM {quote(chain.table)} WHERE id = ANY(%s)"  # noqa: S608 — from code
    with connection.cursor() as cursor:
        cursor.execute(query, [rows])
        return {int(row): str(link) for row, link in cursor.fetchall()}
