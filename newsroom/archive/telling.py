"""Telling whoever waits at a terminal how far it is."""

from typing import Any

from newsroom.archive.exporting import Progress

WIDTH = 78


def teller(stream: Any) -> Progress:
    """Writes over one line of a terminal; says nothing where there is none, as in a script."""
    if not stream.isatty():
        return lambda name, rows: None

    def tell(name: str, rows: int) -> None:
        stream.write(f"{name}: {rows}"[:WIDTH].ljust(WIDTH), style_func=str, ending="\r")
        stream.flush()

    return tell
