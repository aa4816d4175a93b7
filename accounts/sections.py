"""The sections that a role may be limited to. They live in a room above; it names them here."""

from collections.abc import Callable

Section = tuple[str, str]  # slug and name
_sources: list[Callable[[], list[Section]]] = []


def register(source: Callable[[], list[Section]]) -> None:
    """Say where sections are read; called from ``AppConfig.ready``."""
    _sources.append(source)


def all_sections() -> list[Section]:
    """Slug and name of every section, in the order of the paper."""
    return [section for source in _sources for section in source()]
