"""What the clock does: publishes what is due, takes off what expired, and says so where it cannot."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import drafting, due, expiring, filing, publishing, reviewing, withdrawing
from articles.models import Article, PageChange, Revision
from articles.tests.clocks import filed, scheduled
from articles.tests.desk import Desk
from articles.tests.test_notices import mail
from moderation.errors import Conflict, NotAllowed
from moderation.recording import history_of
from notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def expired(published: Article, publisher: User) -> Article:
    """An article whose time ran out a moment ago, and that the sweep has taken off."""
    end = timezone.now() - timedelta(seconds=5)
    current = filing.filing_of(published)
    wanted = replace(current, expires_at=end, expires_zone="Europe/Berlin")
    filing.file(published, wanted, by=publisher, seen=current.digest)
    assert due.expire_due() == 1
    return Article.objects.select_related("section", "live").get(pk=published.pk)


def test_it_works(expired: Article, published: Article) -> None:
    assert due.expire_due() == 0
    answer = Client().get(published.get_absolute_url())
    assert answer.status_code == 410
    assert "This article has expired" in answer.content.decode()
    assert not Article.objects.published().exists()
    decision = history_of(expired)[-1]
    assert (decision.name, decision.deputy, decision.to_state) == ("expire", "schedule", "expired")
    assert PageChange.objects.filter(article=expired).exists()
    assert expired.related_at is None


def test_what_has_not_run_out_stays(published: Article, publisher: User) -> None:
    filed(published, publisher, expires_at=timezone.now() + timedelta(minutes=1), expires_zone="UTC")
    assert due.expire_due() == 0
    assert due.expire_due(now=timezone.now() + timedelta(minutes=2)) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/world/",
        "/search/?q=ferry",
        "/feeds/rss.xml",
        "/feeds/atom.xml",
        "/feeds/feed.json",
        "/sitemap.xml",
    ],
)
def test_it_is_gone_from_every_list(expired: Article, path: str) -> None:
    assert expired.live is not None
    answer = Client().get(path, follow=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert expired.live.headline.encode() not in body
    assert expired.slug.encode() not in body


def test_those_who_worked_on_it_are_told(expired: Article, reporter: User, editor: User) -> None:
    for person in (reporter, editor):
        subject, body = mail("expired", person)
        assert "Expired" in subject
        assert "has run out" in body


def test_a_later_end_and_the_step_bring_it_back(expired: Article, publisher: User) -> None:
    desk = Desk(publisher, expired)
    assert "Its time has run out" in desk.page
    with pytest.raises(NotAllowed, match="later end"):
        expiring.renew(expired, by=publisher)

    desk.send(filing__expires_at="2040-05-04T06:30", step="renew")

    article = Article.objects.published().get()
    assert article.expires_at == datetime(2040, 5, 4, 4, 30, tzinfo=UTC)
    assert (article.expired_at, article.withdrawn_at) == (None, None)
    assert Client().get(article.get_absolute_url()).status_code == 200
    assert history_of(article)[-1].name == "renew"
    with pytest.raises(Conflict):
        expiring.renew(article, by=publisher)


def test_who_may_bring_it_back(expired: Article, editor: User, publisher: User) -> None:
    filed(expired, publisher, expires_at=None, expires_zone="")
    with pytest.raises(NotAllowed):
        expiring.renew(expired, by=editor)
    expiring.renew(expired, by=publisher)


def test_a_new_text_brings_it_back_only_with_time_left(
    expired: Article, reporter: User, editor: User, publisher: User
) -> None:
    text = Desk(editor, expired)
    text.send("revise")
    revision = expired.revisions.working().get()
    reviewing.submit(revision, by=editor, version=revision.version)
    reviewing.approve(revision, by=publisher, version=revision.version)
    with pytest.raises(NotAllowed, match="later end"):
        publishing.publish(revision, by=publisher, version=revision.version)
    filed(expired, publisher, expires_at=None, expires_zone="")
    publishing.publish(revision, by=publisher, version=revision.version)
    assert Article.objects.published().get().expired_at is None


# --- A text that waits on the schedule while its article goes


def waiting_update(article: Article, editor: User, publisher: User, at: datetime) -> Revision:
    text = drafting.revise(article, by=editor)
    reviewing.submit(text, by=editor, version=text.version)
    reviewing.approve(text, by=publisher, version=text.version)
    publishing.schedule(text, by=publisher, version=text.version, publish_at=at, zone="UTC")
    return text


def test_a_kill_is_not_undone_by_the_clock(published: Article, editor: User, publisher: User) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    text = waiting_update(published, editor, publisher, soon)

    withdrawing.withdraw(published, by=publisher, reason="Wrong.")

    assert due.publish_due(now=soon + timedelta(hours=1)) == 0
    text.refresh_from_db()
    assert (text.state, text.publish_at) == ("approved", None)
    assert Article.objects.get(pk=published.pk).withdrawn_at is not None
    assert [decision.name for decision in history_of(text)][-1] == "unschedule"


def test_what_expires_takes_its_waiting_text_off_the_schedule(
    published: Article, editor: User, publisher: User
) -> None:
    end = timezone.now() + timedelta(minutes=5)
    text = waiting_update(published, editor, publisher, end + timedelta(days=1))
    filed(published, publisher, expires_at=end, expires_zone="UTC")
    assert due.expire_due(now=end) == 1
    text.refresh_from_db()
    assert text.state == "approved"
    last = history_of(text)[-1]
    assert (last.name, last.deputy) == ("unschedule", "schedule")


# --- What cannot be published


def test_a_refusal_keeps_the_schedule_says_why_and_is_told_once(
    reporter: User, editor: User, publisher: User
) -> None:
    now = timezone.now()
    text = scheduled(reporter, editor, publisher, at=now + timedelta(minutes=1))
    filed(text.article, publisher, embargo_until=now + timedelta(days=1), embargo_zone="UTC")

    for minute in (2, 3, 4):
        assert due.publish_due(now=now + timedelta(minutes=minute)) == 0

    text.refresh_from_db()
    assert text.state == "scheduled"
    assert text.publish_at == now + timedelta(minutes=1)
    assert "embargo" in text.publish_refusal.lower()
    assert text.publish_refused_at == now + timedelta(minutes=2)
    for person in (reporter, editor, publisher):
        assert (
            Notification.objects.filter(kind="publication_failed", recipient=person, channel="email").count()
            == 1
        )
    subject, body = mail("publication_failed", editor)
    assert "Not published" in subject
    assert "embargo" in body.lower()
    assert "could not be published" in Desk(publisher, text).page

    filed(text.article, publisher, embargo_until=None, embargo_zone="")
    assert due.publish_due() == 0  # its time has not come by the wall's clock
    assert due.publish_due(now=now + timedelta(minutes=1)) == 1
    text.refresh_from_db()
    assert (text.state, text.publish_refusal, text.publish_refused_at) == ("live", "", None)
    assert mail("publication_failed", editor) == ("", "")


def test_a_new_reason_is_told_anew(reporter: User, editor: User, publisher: User) -> None:
    now = timezone.now()
    text = scheduled(reporter, editor, publisher, at=now + timedelta(minutes=1))
    for days in (1, 2):
        filed(text.article, publisher, embargo_until=now + timedelta(days=days), embargo_zone="UTC")
        due.publish_due(now=now + timedelta(minutes=2))
    told = Notification.objects.filter(kind="publication_failed", recipient=editor, channel="email")
    assert told.count() == 2


def test_an_update_that_expired_meanwhile_is_refused(reporter: User, editor: User, publisher: User) -> None:
    now = timezone.now()
    text = scheduled(reporter, editor, publisher, at=now + timedelta(days=2))
    filed(text.article, publisher, expires_at=now + timedelta(days=1), expires_zone="UTC")
    assert due.publish_due(now=now + timedelta(days=3)) == 0
    text.refresh_from_db()
    assert "expires" in text.publish_refusal
    with pytest.raises(NotAllowed, match="expires"):
        publishing.schedule(
            text, by=publisher, version=text.version, publish_at=now + timedelta(days=4), zone="UTC"
        )


def test_a_refusal_by_the_database_stops_nobody_else(
    reporter: User, editor: User, publisher: User, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, fine = (scheduled(reporter, editor, publisher) for _number in range(2))
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE articles_pagechange ADD CONSTRAINT not_this_one CHECK (article_id <> {stuck.article_id})"
        )
    assert due.publish_due() == 1
    stuck.refresh_from_db()
    fine.refresh_from_db()
    assert (stuck.state, fine.state) == ("scheduled", "live")
    assert "in its log" in stuck.publish_refusal
    assert "not_this_one" in caplog.text


def test_what_comes_late_alerts_the_publishers_once(reporter: User, editor: User, publisher: User) -> None:
    for _number in range(3):
        scheduled(reporter, editor, publisher)
    assert due.publish_due() == 3
    alerts = Notification.objects.filter(kind="publication_late")
    assert {alert.recipient_id for alert in alerts} == {publisher.pk}
    assert alerts.filter(channel="email").count() == 1
    subject, body = mail("publication_late", publisher)
    assert "Published late" in subject
    assert "3 scheduled texts were published late" in body


def test_what_comes_in_time_alerts_nobody(reporter: User, editor: User, publisher: User) -> None:
    scheduled(reporter, editor, publisher, at=timezone.now() - timedelta(seconds=20))
    assert due.publish_due() == 1
    assert not Notification.objects.filter(kind="publication_late").exists()
