"""One text of another system, as its export tells it, before the desk has it."""

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """The file cannot be read as what it is said to be; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``address`` is where it stood: it tells the text from all others, so that it is taken in once."""

    address: str
    headline: str
    slug: str
    body: str  # HTML as it came, not yet sanitised
    standfirst: str
    authors: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]  # (slug, name); one that is a section here says where it goes
    tags: tuple[str, ...]
    published_at: datetime | None  # empty: it was no more than a draft
    language: str = ""
