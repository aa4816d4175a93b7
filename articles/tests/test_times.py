"""Times through the forms: another time, hours that come twice or never, forms saved from other zones."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from articles import due, filing
from articles.models import Article, Revision
from articles.tests.clocks import filed, scheduled
from articles.tests.desk import Desk
from moderation.errors import NotAllowed
from moderation.models import Decision

pytestmark = pytest.mark.django_db


def test_it_works(reporter: User, editor: User, publisher: User) -> None:
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


def test_no_caller_stores_a_zone_that_there_is_none_of(draft: Revision, editor: User) -> None:
    with pytest.raises(NotAllowed, match="no time zone"):
        filed(draft.article, editor, expires_at=datetime(2040, 1, 1, tzinfo=UTC), expires_zone="Mars/Phobos")
    assert filing.filing_of(draft.article).expires_at is None
