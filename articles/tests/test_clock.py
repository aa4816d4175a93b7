"""What the clock does: publishes what is due, takes off what expired, and says so where it cannot."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
from moderation.models import Decision
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


# --- Changing the time, and clocks that change


def test_another_time_changes_only_the_time(reporter: User, editor: User, publisher: User) -> None:
    text = scheduled(
        reporter, editor, publisher, at=datetime(2031, 5, 4, 10, tzinfo=UTC), zone="America/New_York"
    )
    before = Revision.objects.get(pk=text.pk)
    desk = Desk(publisher, text)
    assert (desk.fields["step-publish_at"], desk.fields["step-zone"]) == (
        "2031-05-04T06:00",
        "America/New_York",
    )

    desk.send("schedule", step__publish_at="2031-05-05T06:00")

    text.refresh_from_db()
    assert (text.state, text.publish_zone) == ("scheduled", "America/New_York")
    assert text.publish_at == datetime(2031, 5, 5, 10, tzinfo=UTC)
    assert (text.digest, text.approved_by_id, text.approved_at) == (
        before.digest,
        before.approved_by_id,
        before.approved_at,
    )
    assert Decision.objects.filter(name="schedule", object_id=text.pk, kind="articles.revision").count() == 2


@pytest.mark.parametrize(
    ("zone", "clock", "instants"),
    [
        ("Europe/Berlin", "2031-10-26T02:30", ("2031-10-26T00:30", "2031-10-26T01:30")),
        ("America/New_York", "2031-11-02T01:15", ("2031-11-02T05:15", "2031-11-02T06:15")),
        ("Australia/Lord_Howe", "2031-04-06T01:45", ("2031-04-05T14:45", "2031-04-05T15:15")),
    ],
)
def test_a_time_that_comes_twice_is_asked_for_and_kept_to(
    approved: Revision, publisher: User, zone: str, clock: str, instants: tuple[str, str]
) -> None:
    desk = Desk(publisher, approved)
    desk.send("schedule", step__publish_at=clock, step__zone=zone)
    assert "exists twice" in desk.page
    for which, instant in zip(("earlier", "later"), instants, strict=True):
        desk.send("schedule", step__publish_at=clock, step__zone=zone, step__which=which)
        at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
        approved.refresh_from_db()
        assert approved.publish_at == at
        assert desk.fields["step-which"] == which
        assert desk.fields["step-publish_at"] == clock
        assert due.publish_due(now=at - timedelta(seconds=1)) == 0
    assert due.publish_due(now=at) == 1


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Europe/Berlin", "2031-03-30T02:30"),
        ("America/New_York", "2031-03-09T02:30"),
        ("Australia/Lord_Howe", "2031-10-05T02:15"),
    ],
)
def test_a_time_that_never_comes_is_refused_with_the_reason(
    approved: Revision, publisher: User, zone: str, clock: str
) -> None:
    desk = Desk(publisher, approved)
    desk.send("schedule", step__publish_at=clock, step__zone=zone)
    assert "does not exist" in desk.page
    assert zone in desk.page
    assert desk.fields["step-publish_at"] == clock


def test_correcting_under_an_embargo_keeps_time_and_zone(
    draft: Revision, reporter: User, editor: User, publisher: User
) -> None:
    desk = Desk(reporter, draft)
    desk.send(
        filing__embargo_until="2040-10-28T02:30",
        filing__embargo_zone="Europe/Berlin",
        filing__embargo_which="later",
    )
    embargo = Article.objects.get(pk=draft.article_id).embargo_until
    assert embargo == datetime(2040, 10, 28, 1, 30, tzinfo=UTC)

    Desk(editor, draft).send(text__headline="A better headline")

    article = Article.objects.get(pk=draft.article_id)
    assert (article.embargo_until, article.embargo_zone) == (embargo, "Europe/Berlin")


@pytest.mark.parametrize("seed", range(4))
def test_a_form_saved_five_times_in_five_zones_keeps_its_instants(
    draft: Revision, editor: User, reporter: User, settings: Any, seed: int
) -> None:
    """Across each change of clocks, with seconds, whoever saves and wherever the site's clock hangs."""
    people = [
        "Pacific/Pago_Pago",
        "Asia/Kolkata",
        "Pacific/Kiritimati",
        "America/New_York",
        "Australia/Lord_Howe",
    ]
    moments = [
        (datetime(2031, 10, 26, 0, 59, 59, tzinfo=UTC), "Europe/Berlin"),
        (datetime(2031, 10, 26, 1, 0, 1, tzinfo=UTC), "Europe/Berlin"),
        (datetime(2031, 11, 2, 6, 30, 30, tzinfo=UTC), "America/New_York"),
        (datetime(2031, 4, 5, 15, 10, 7, tzinfo=UTC), "Australia/Lord_Howe"),
    ]
    (embargo, zone), (end, end_zone) = moments[seed], moments[(seed + 1) % 4]
    end += timedelta(days=730)
    filed(
        draft.article, editor, embargo_until=embargo, embargo_zone=zone, expires_at=end, expires_zone=end_zone
    )
    for number, place in enumerate(people):
        User.objects.filter(pk=editor.pk).update(time_zone=place)
        with timezone.override(ZoneInfo(place)):
            editor.refresh_from_db()
            Desk(editor, draft).send(filing__urgency=number + 1, text__headline=f"Saved in {place}")
    article = Article.objects.get(pk=draft.article_id)
    assert article.urgency == 5
    assert (article.embargo_until, article.embargo_zone) == (embargo, zone)
    assert (article.expires_at, article.expires_zone) == (end, end_zone)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"embargo_until": "2031-03-30T02:30"}, "does not exist"),
        ({"embargo_until": "2031-10-26T02:30"}, "exists twice"),
        ({"expires_at": "2020-01-01T10:00"}, "withdraw it"),
        ({"embargo_until": "2020-01-01T10:00"}, "Leave it empty, or choose a later one"),
        ({"expires_at": "2031-01-01T10:00", "embargo_until": "2031-01-02T10:00"}, "before its embargo ends"),
        ({"expires_at": "tomorrow"}, "such as 2031-05-04 06:30"),
        ({"expires_at": "2031-01-01T10:00", "expires_zone": "Mars/Phobos"}, "is no time zone"),
        ({"review_on": "31.2.2031"}, "valid date"),
    ],
)
def test_a_time_that_cannot_be_is_an_error_at_its_field(
    draft: Revision, reporter: User, typed: dict[str, str], words: str
) -> None:
    desk = Desk(reporter, draft)
    desk.send(text__headline="Typed meanwhile", **{f"filing__{name}": value for name, value in typed.items()})
    assert words in desk.page
    assert desk.fields["text-headline"] == "Typed meanwhile"
    for name, value in typed.items():
        assert desk.fields[f"filing-{name}"] == value
    assert Revision.objects.get(pk=draft.pk).headline == draft.headline


def test_a_time_twice_there_is_asked_for_in_the_filing(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    desk.send(filing__expires_at="2031-10-26T02:30")
    assert "filing-expires_which" in desk.fields
    desk.send(filing__expires_which="later")
    article = Article.objects.get(pk=draft.article_id)
    assert article.expires_at == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    assert article.expires_zone == "Europe/Berlin"
