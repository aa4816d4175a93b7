"""Loading the demo: whatever is missing, in one transaction, so that there is a whole demo or none."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Article, EarlierFile, Image
from comments.models import Comment
from newsroom.demo import aids, desk, emptying, talk
from newsroom.demo.furnishing import House, furnish
from newsroom.demo.painting.easel import Easel
from newsroom.demo.people import settle
from newsroom.demo.stories import Story, read_stories
from newsroom.demo.subscribing import subscribe
from newsroom.demo.timeline import run
from related.linking import link_due


@dataclass(frozen=True, slots=True)
class Loaded:
    """What had to be made."""

    people: int = 0
    articles: int = 0
    remarks: int = 0
    feeds: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.people or self.articles or self.feeds)


def load(*, anew: bool = False, now: datetime | None = None) -> Loaded:
    """Make what is missing; ``anew`` empties the site first. An error leaves everything as it was, files included."""
    now = now or timezone.now()
    began, before = time.time(), _files()
    try:
        with transaction.atomic():
            if anew:
                emptying.empty_tables()
            loaded = _load(now)
    except BaseException:
        for path in _files() - before:
            path.unlink(missing_ok=True)
        raise
    if anew:
        emptying.forget()
    if loaded.articles:
        _remove_orphans(began)
    return loaded


def _load(now: datetime) -> Loaded:
    people, new_people = settle(now)
    house = furnish(people)
    known = set(Article.objects.values_list("slug", flat=True))
    stories = [story for story in read_stories(timezone.localdate(now)) if story.slug not in known]
    remarks = _tell(stories, house, now)
    return Loaded(new_people, len(stories), remarks, subscribe(settings.DEMO_WIRE_URL, now))


def _tell(stories: list[Story], house: House, now: datetime) -> int:
    """Let the stories happen, and the talk about them; then link what belongs together and sum it up."""
    if not stories:
        return 0
    emptying.forget()
    live = {story.slug: now - story.age for story in stories}
    said: dict[str, Comment] = {}
    remarks = [remark for remark in talk.read_remarks() if remark.about in live]
    with Easel((story.picture.painter, story.section) for story in stories if story.picture) as easel:
        written = [desk.life(story, house, easel, now) for story in stories]
        spoken = [talk.life(remark, live[remark.about], house, said) for remark in remarks]
        run([*written, *spoken], now)
    while link_due():
        pass
    aids.propose_and_approve(house.people["editor"])
    return len(remarks)


def _remove_orphans(began: float) -> None:
    """Pictures that no row names: of what was emptied, or of a start that was killed. Newer ones are somebody's at work."""
    root = Path(settings.MEDIA_ROOT)
    named = {
        root / name for model in (Image, EarlierFile) for name in model.objects.values_list("file", flat=True)
    }
    for path in _files() - named:
        if path.stat().st_mtime < began:
            path.unlink(missing_ok=True)


def _files() -> set[Path]:
    """The pictures on disk."""
    return {path for path in (Path(settings.MEDIA_ROOT) / "images").rglob("*") if path.is_file()}
