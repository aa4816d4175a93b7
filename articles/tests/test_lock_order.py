"""Whoever locks an article locks it before its texts, so no two acts wait for each other; and no two drafts take one address."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from time import monotonic

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from articles import drafting, presence, publishing, reviewing, withdrawing
from articles import due as clock
from articles.holding import hold
from articles.models import Article, Revision
from articles.tests.clocks import filed
from articles.tests.desk import Desk
from moderation.errors import Conflict
from newsroom.testing import cast

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0  # seconds; only what has gone wrong takes as long


def act_of(name: str, text: Revision, publisher: User) -> Callable[[], object]:
    """Something that another process does at the same time; its page was opened before."""
    later = timezone.now() + timedelta(hours=3)
    if name == "the editing page":
        desk = Desk(publisher, text)
        return lambda: desk.send(text__headline="Typed meanwhile", filing__urgency="2")
    if name == "a page that publishes":
        desk = Desk(publisher, text)
        return lambda: desk.send("publish")
    return {
        "the sweep": lambda: clock.publish_due(now=later),
        "the expiry": lambda: clock.expire_due(now=later),
        "a take-over": lambda: presence.take_over(text, by=publisher),
        "a schedule": lambda: publishing.schedule(
            text, by=publisher, version=text.version, publish_at=later, zone="UTC"
        ),
    }[name]


ON_DRAFTS = ("the editing page", "a take-over")
ACTS = [
    "the sweep",
    "the expiry",
    "the editing page",
    "a page that publishes",
    "a take-over",
    "a schedule",
]


@pytest.mark.parametrize("name", ACTS)
def test_it_works(name: str, published: Article, reporter: User, editor: User, publisher: User) -> None:
    text = drafting.revise(published, by=reporter)
    if name not in ON_DRAFTS:
        reviewing.submit(text, by=reporter, version=text.version)
        reviewing.approve(text, by=editor, version=text.version)
        publishing.schedule(
            text,
            by=publisher,
            version=text.version,
            publish_at=timezone.now() + timedelta(hours=1),
            zone="UTC",
        )
    if name == "the expiry":
        filed(published, publisher, expires_at=timezone.now() + timedelta(hours=2), expires_zone="UTC")
    act = act_of(name, text, publisher)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold(published.pk)  # somebody begins: to withdraw the article, or to save on the editing page
            other = pool.submit(_alone, act)
            _until_it_waits(other)
            if name in ON_DRAFTS:
                drafting.save_draft(text, by=editor, version=text.version, standfirst="The editor's")
            else:
                withdrawing.withdraw(published, by=publisher, reason="A hoax")
        with suppress(Conflict):  # it came second
            other.result(timeout=PATIENCE)

    text.refresh_from_db()
    if name in ON_DRAFTS:
        assert text.standfirst == "The editor's"
    else:
        assert text.state == "approved"  # off the schedule, with the article off the site
        assert Article.objects.get(pk=published.pk).withdrawn_at is not None


def _alone(act: Callable[[], object]) -> object:
    try:
        return act()
    finally:
        connection.close()


def _until_it_waits(other: "Future[object]") -> None:
    """The other one stands before a lock of ours, or is done."""
    end = monotonic() + PATIENCE
    while not other.done() and monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return


def test_two_drafts_of_one_headline_get_two_addresses(reporter: User, editor: User) -> None:
    section, source = cast.section(), cast.source()
    together = Barrier(4)

    def begin(person: User) -> str:
        together.wait(timeout=PATIENCE)
        draft = drafting.create_draft(
            section=section, source=source, headline="Ferry finds the quay", body="", by=person
        )
        return draft.article.slug

    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(_alone, lambda person=person: begin(person)) for person in [reporter, editor] * 2
        ]
        slugs = {future.result(timeout=PATIENCE) for future in asked}

    assert slugs == {"ferry-finds-the-quay", *(f"ferry-finds-the-quay-{number}" for number in (2, 3, 4))}
