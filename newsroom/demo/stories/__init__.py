"""The demo's articles: one file each, TOML between two lines of ``+++``, then the text in Markdown."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from newsroom.demo.stories.weekdays import as_read_on

FOLDER = Path(__file__).parent
FENCE = "+++\n"
HELD_STATES = ("draft", "in_review", "changes_requested", "approved", "scheduled")


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw, and the words that go with it."""

    painter: str
    alt: str
    caption: str
    credit: str = "The Meridian"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A published change: the first version said ``was``, the present text says ``now``."""

    kind: str
    note: str
    hours_after: float
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Taken off the site again: why, for the record, and what readers find in its place."""

    reason: str
    notice: str
    hours_after: float


@dataclass(frozen=True, slots=True)
class Review:
    """What an editor asked the writer to change."""

    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its file tells it. ``hours_ago`` counts from the moment of loading; negative lies ahead."""

    slug: str
    headline: str
    section: str
    source: str
    markdown: str
    hours_ago: float
    short_headline: str = ""
    standfirst: str = ""
    kind: str = "report"
    authors: tuple[str, ...] = ()
    place: str = ""
    credit: str = ""
    original_url: str = ""
    tags: tuple[str, ...] = ()
    urgency: int = 5
    comments_mode: str = "premoderated"
    state: str = "live"
    picture: Picture | None = None
    correction: Amendment | None = None
    withdrawal: Withdrawal | None = None
    review: Review | None = None

    @property
    def age(self) -> timedelta:
        """How long ago it went live (or will, where negative)."""
        return timedelta(hours=self.hours_ago)

    @property
    def body(self) -> str:
        """The present text as HTML."""
        return str(_renderer().render(self.markdown))

    @property
    def first_body(self) -> str:
        """The text as first published: before its correction, if it has one."""
        if self.correction is None:
            return self.body
        return str(_renderer().render(self.markdown.replace(self.correction.now, self.correction.was)))


TABLES = {"picture": Picture, "correction": Amendment, "withdrawal": Withdrawal, "review": Review}


@dataclass(frozen=True, slots=True)
class Paper:
    """Sections, sources, authors and pages in their order, as keyword arguments of their models."""

    sections: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)  # the body in Markdown


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark")


def read_paper() -> Paper:
    """What stands in ``paper.toml``."""
    return Paper(**tomllib.loads((FOLDER.parent / "paper.toml").read_text(encoding="utf-8")))


def as_html(markdown: str) -> str:
    """The demo's own Markdown as HTML."""
    return str(_renderer().render(markdown))


def read_story(path: Path, today: date | None = None) -> Story:
    """Read one file, as of a day or as it was written. ValueError names the file where it is not one of ours."""
    text = path.read_text(encoding="utf-8")
    opening, fence, rest = (as_read_on(today, text) if today else text).partition(FENCE)
    front, closing, markdown = rest.partition(FENCE)
    if opening or not fence or not closing:
        raise ValueError(f"{path.name}: expected facts between two lines of +++ and then the text.")
    facts: dict[str, Any] = tomllib.loads(front)
    facts.update({name: made(**facts[name]) for name, made in TABLES.items() if name in facts})
    facts.update({name: tuple(facts.get(name, ())) for name in ("authors", "tags")})
    return Story(slug=path.stem, markdown=markdown.strip() + "\n", **facts)


def read_stories(today: date | None = None) -> list[Story]:
    """All stories, the oldest first."""
    return sorted(
        (read_story(path, today) for path in FOLDER.glob("*.md")), key=lambda story: -story.hours_ago
    )
