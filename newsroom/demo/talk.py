"""What the demo's readers say to one another, what they report, and what the moderator makes of it."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

from accounts.models import User
from articles.models import Article
from comments import deciding, picking, posting, voting
from comments.measures import taking
from comments.measures.taking import Order
from comments.models import Comment, Measure
from comments.reporting import filing
from comments.reporting.filing import Notice
from newsroom.demo.furnishing import House
from newsroom.demo.timeline import Life

DECIDED_AFTER = timedelta(minutes=9)
READ_AFTER = timedelta(minutes=11)


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment as the file tells it."""

    about: str
    by: str
    hours_after: float
    text: str
    key: str = ""
    replies_to: str = ""
    state: str = "approved"
    reason: str = ""
    note: str = ""  # what the moderator then notes about its author, for colleagues
    worth_reading: list[str] = field(default_factory=list)  # who of the cast says so
    not_worth_reading: list[str] = field(default_factory=list)
    is_picked: bool = False
    reports: list[dict[str, Any]] = field(default_factory=list)  # by, hours_after the comment, ground, words


def read_remarks() -> list[Remark]:
    """What stands in ``talk.toml``."""
    text = Path(__file__).with_name("talk.toml").read_text(encoding="utf-8")
    return [Remark(**facts) for facts in tomllib.loads(text)["comments"]]


def life(remark: Remark, live: datetime, house: House, said: dict[str, Comment]) -> Life:
    """Written, then decided; ``said`` holds what replies refer to. An open thread shows it at once."""
    written = live + timedelta(hours=remark.hours_after)
    yield written
    article = Article.objects.select_related("section").get(slug=remark.about)
    parent = said[remark.replies_to] if remark.replies_to else None
    comment = posting.post(article, house.people[remark.by], remark.text, parent, now=written)
    if remark.key:
        said[remark.key] = comment
    if remark.state != "pending" and comment.state == Comment.State.PENDING:
        decided = written + DECIDED_AFTER
        yield decided
        _decide(comment, remark, house.people["moderator"], decided)
        if remark.note:
            order = Order(Measure.Kind.NOTE, remark.note, comment=comment)
            taking.take(comment.author, order, by=house.people["moderator"], seen=0, now=decided)
    if comment.is_visible:
        yield written + READ_AFTER
        _read(comment, remark, house, written + READ_AFTER)
    for told in sorted(remark.reports, key=itemgetter("hours_after")):
        reported = written + timedelta(hours=told["hours_after"])
        yield reported
        notice = Notice(told["ground"], told.get("words", ""))
        filing.file(comment, notice, by=house.people[told["by"]], now=reported)


def _read(comment: Comment, remark: Remark, house: House, now: datetime) -> None:
    for value, readers in ((1, remark.worth_reading), (-1, remark.not_worth_reading)):
        for reader in readers:
            voting.vote(comment, value, by=house.people[reader], now=now)
    if remark.is_picked:
        picking.pick(comment, by=house.people["moderator"], version=comment.version, now=now)


def _decide(comment: Comment, remark: Remark, moderator: User, now: datetime) -> None:
    if remark.state == "rejected":
        deciding.reject(comment, by=moderator, version=comment.version, reason=remark.reason, now=now)
    else:
        deciding.approve(comment, by=moderator, version=comment.version, now=now)
