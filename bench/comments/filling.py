"""A million comments by COPY, with their authors, votes, decisions and what waits: as the house's own verbs would leave them."""

import hashlib
import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.db import connection
from django.db.models import Model

from accounts.models import User
from articles.models import Article
from bench.comments.shape import Shape, thread
from comments.models import Comment, Vote
from common.copying import copy_in, fresh, number
from moderation.models import Decision, Item
from moderation.recording import digest_of
from newsroom.checks.steps import say

WORDS = (  # noqa: SIM905 — a list of words, written as words
    "harbour ferry council tide bridge orchard copper tram depot strike library archive minister budget vote court "
    "river storm school hospital market price union driver museum theatre festival station engineer water power grid"
).split()
TEXTS = 4_000  # openings; each comment ends with a number of its own
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
KIND = Comment._meta.label_lower
AT_ONCE = 10_000
WITHOUT_INDEXES = 100_000  # so many are loaded faster without, and indexes made afterwards
LARGE = ("comments_comment", "comments_vote")
COUNTED = (*LARGE, "moderation_decision", "moderation_item")
PASSAGES = {
    "approved": "approve",
    "deleted": "approve",
    "rejected": "reject",
    "spam": "spam",
    "removed": "remove",
}
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)
"""


class Filling:
    """Fills the articles' threads with what so many people say."""

    def __init__(self, authors: int, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.texts = [_text(self.chance) for _ in range(TEXTS)]
        self.authors = _people(authors)
        self.next = 1 + _value("SELECT coalesce(max(id), 0) FROM comments_comment")

    def fill(self, threads: list[tuple[Article, int, int]]) -> int:
        """Each article with so many comments, the last so many of them waiting; returns how many. Indexes come last."""
        began = time.monotonic()
        total = sum(length for _, length, _ in threads)
        later = _without_indexes() if total > WITHOUT_INDEXES else []
        shapes = [(article, self._shape(length, waiting)) for article, length, waiting in threads]
        say("shape", f"{total:,} comments thought out", began)
        began = time.monotonic()
        _copied(self._comment(one, article) for article, part in shapes for one in part)
        say("comments", f"{total:,} by COPY", began)
        began = time.monotonic()
        _copied(vote for _, part in shapes for vote in self._votes(part))
        _copied(_decision(one) for _, part in shapes for one in part if one.state != "pending")
        _copied(_item(one, article) for article, part in shapes for one in part if one.state == "pending")
        say("the rest", "votes, decisions, what waits", began)
        began = time.monotonic()
        with connection.cursor() as cursor:
            for statement in later:
                cursor.execute(statement)
            for table in COUNTED:
                highest = _value(f"SELECT coalesce(max(id), 1) FROM {table}")  # noqa: S608 — one of ours
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, highest])
        for article, part in shapes:
            visible = sum(one.is_visible for one in part)
            Article.objects.filter(pk=article.pk).update(comment_count=visible)
        say("indexes", "made", began)
        return total

    def _shape(self, length: int, waiting: int) -> list[Shape]:
        made = thread(self.next, length, len(self.authors), self.chance, waiting)
        self.next += length
        return made

    def _comment(self, one: Shape, article: Article) -> Comment:
        text = f"{self.texts[one.number % TEXTS]} {one.number}"
        at, is_gone = _time(one), one.state == "deleted"
        return fresh(
            Comment,
            id=one.number,
            article_id=article.pk,
            parent_id=one.parent,
            root_id=one.root,
            depth=one.depth,
            path=one.path,
            author_id=self.authors[one.author],
            state=Comment.State.APPROVED.value if is_gone else one.state,
            version=1 if one.state == "pending" else 2,
            text="" if is_gone else text,
            html="" if is_gone else f"<p>{text}</p>",
            created_at=at,
            decided_at=None if one.state == "pending" else at,
            deleted_at=at if is_gone else None,
            ups=one.ups,
            downs=one.downs,
            best=one.best,
            reply_count=one.replies,
        )

    def _votes(self, part: list[Shape]) -> Iterator[Vote]:
        many = len(self.authors)
        for one in part:
            for turn in range(one.ups + one.downs):
                voter = self.authors[(one.author + 1 + turn) % many]
                value = 1 if turn < one.ups else -1
                yield fresh(Vote, comment_id=one.number, person_id=voter, value=value, at=_time(one))


def _item(one: Shape, article: Article) -> Item:
    why = {"rule": "premoderated", "words": "Comments on this article are reviewed before they are shown."}
    return fresh(
        Item,
        kind=KIND,
        object_id=one.number,
        section=article.section_slug,
        language=article.language,
        reasons=[why],
    )


def _decision(one: Shape) -> Decision:
    name = PASSAGES[one.state]
    made = fresh(
        Decision,
        kind=KIND,
        object_id=one.number,
        name=name,
        from_state="pending",
        to_state="approved" if one.state == "deleted" else one.state,
        object_version=1,
        deputy="open-thread@1",
        at=_time(one),
        text_digest=hashlib.sha256(str(one.number).encode()).hexdigest(),
    )
    made.digest = digest_of(made)
    return made


def _time(one: Shape) -> datetime:
    return EPOCH + timedelta(seconds=one.number)


def _people(how_many: int) -> list[int]:
    people = [
        fresh(
            User,
            email=f"talker-{at}@example.org",
            display_name=f"Reader {at}",
            password="!",  # noqa: S106 — nobody signs in with it
            date_joined=EPOCH,
        )
        for at in range(how_many)
    ]
    number(people)
    copy_in(people)
    return [person.pk for person in people]


def _copied(objects: Iterable[Model]) -> None:
    """By COPY, some thousands at a time: no more are in memory."""
    for some in batched(objects, AT_ONCE):
        copy_in(some)


def _text(chance: random.Random) -> str:
    length = min(180, 8 + int(chance.expovariate(1 / 35)))
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize()


def _value(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _without_indexes() -> list[str]:
    """Take what COPY would have to keep off the large tables; returns how it is put back. As any bulk load does it."""
    later = ["SET maintenance_work_mem = '512MB'"]
    with connection.cursor() as cursor:
        for table in LARGE:
            cursor.execute(FOREIGN_KEYS, [table])
            for name, definition in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                later.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            cursor.execute(INDEXES, [table, table])
            for name, definition in cursor.fetchall():
                cursor.execute(f"DROP INDEX {name}")
                later.insert(1, definition)
    return later
