"""Primary keys as addresses and forms carry them: digits, or somebody's idea of a joke."""

MOST_DIGITS = 18  # every number of so many fits PostgreSQL's bigint


def key_in(words: str) -> int | None:
    """The key that ``words`` are; None where they are none, or one too long for the database to be asked for."""
    return int(words) if words.isdecimal() and len(words) <= MOST_DIGITS else None
