"""A corpus of small feeds, each with what is to be read from it.

from pathlib import Path
from typing import Any


def measure(folder: Path | None) -> dict[str, Any]:
    """How much agrees."""
    return {"corpus_cases": None}
