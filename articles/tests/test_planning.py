"""The dry run: what is planned, in order, and what would go wrong; it changes nothing."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from articles.models import Article, Assignment, Image, Revision
from articles.tests.clocks import filed, scheduled
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
MAY = datetime(2031, 5, 4, 10, tzinfo=UTC)


def told(*arguments: str, code: int = 0) -> dict[str, Any]:
    """What ``manage.py schedule plan --json`` says of May 2031, with its exit code asserted."""
    out = io.StringIO()
    days = () if "--from" in arguments else ("--from", "2031-05-01", "--to", "2031-05-31")
    try:
        call_command("schedule", "plan", *days, "--json", *arguments, stdout=out)
        ended = 0
    except SystemExit as end:
        ended = int(str(end.code))
    found: dict[str, Any] = json.loads(out.getvalue())
    assert ended == code
    return found


def codes(found: dict[str, Any], grade: str) -> list[str]:
    return [trouble["code"] for trouble in found["troubles"] if trouble["grade"] == grade]


def test_it_works(reporter: User, editor: User, publisher: User, published: Article) -> None:
    text = scheduled(reporter, editor, publisher, at=MAY, zone="America/New_York")
    filed(
        published,
        publisher,
        expires_at=MAY + timedelta(days=1),
        expires_zone="UTC",
        review_on=date(2031, 5, 3),
    )

    found = told("--zone", "America/New_York")

    assert [entry["what"] for entry in found["entries"]] == ["look_again", "publishes", "expires"]
    assert found["entries"][1]["local"] == "2031-05-04T06:00:00-04:00"
    assert (found["ok"], found["troubles"]) == (True, [])
    assert Revision.objects.get(pk=text.pk).state == "scheduled"
    out = io.StringIO()
    call_command("schedule", "plan", "--from", "2031-05-01", "--to", "2031-05-31", stdout=out)
    assert "Nothing stands against it." in out.getvalue()


def test_two_in_the_same_minute_are_a_warning_and_the_same_slug_a_conflict(
    reporter: User, editor: User, publisher: User
) -> None:
    first = scheduled(reporter, editor, publisher, at=MAY)
    scheduled(reporter, editor, publisher, at=MAY + timedelta(seconds=30))
    assert codes(told(), "warning") == ["same_slot"]

    other = scheduled(reporter, editor, publisher, at=MAY + timedelta(days=1), section=cast.section("Sport"))
    Article.objects.filter(pk=other.article_id).update(slug=first.article.slug)
    found = told(code=1)
    assert codes(found, "conflict") == ["same_slug"]
    assert set(found["troubles"][-1]["articles"]) == {first.article_id, other.article_id}


def test_what_the_clock_would_refuse_is_a_conflict(reporter: User, editor: User, publisher: User) -> None:
    late = scheduled(reporter, editor, publisher, at=MAY)
    filed(late.article, publisher, embargo_until=MAY + timedelta(hours=1), embargo_zone="UTC")
    gone = scheduled(reporter, editor, publisher, at=MAY + timedelta(days=2))
    filed(gone.article, publisher, expires_at=MAY + timedelta(days=1), expires_zone="UTC")
    assert codes(told(code=1), "conflict") == ["embargo", "expired"]


def test_rights_that_end_before_or_while_it_is_public(reporter: User, editor: User, publisher: User) -> None:
    image = Image.objects.create(
        file="a.jpg",
        width=3,
        height=2,
        alternative_text="A bell",
        credit="N. N.",
        rights_until=date(2031, 5, 3),
    )
    scheduled(reporter, editor, publisher, at=MAY, lead_image=image)
    shown = cast.published(reporter, editor, publisher, lead_image=image)
    found = told(code=1)
    assert codes(found, "conflict") == ["rights"]
    assert codes(found, "warning") == ["rights_while_public"]
    assert found["troubles"][0]["articles"] == [shown.pk]


def test_what_is_due_and_not_approved(draft: Revision, editor: User) -> None:
    Assignment.objects.create(
        title="The bell",
        article=draft.article,
        section=draft.article.section,
        assigned_by=editor,
        due_at=MAY,
        due_zone="UTC",
    )
    assert codes(told(), "warning") == ["not_approved"]


@pytest.mark.parametrize(
    ("zone", "instant", "words"),
    [
        (
            "Europe/Berlin",
            datetime(2031, 10, 26, 0, 30, tzinfo=UTC),
            "02:30 exists twice in Europe/Berlin; the earlier",
        ),
        (
            "Europe/Berlin",
            datetime(2031, 10, 26, 1, 30, tzinfo=UTC),
            "02:30 exists twice in Europe/Berlin; the later",
        ),
        (
            "America/New_York",
            datetime(2031, 11, 2, 6, 15, tzinfo=UTC),
            "01:15 exists twice in America/New_York; the later",
        ),
        (
            "Australia/Lord_Howe",
            datetime(2031, 4, 5, 14, 45, tzinfo=UTC),
            "01:45 exists twice in Australia/Lord_Howe; the earlier",
        ),
    ],
)
def test_changes_of_clocks_are_told(
    reporter: User, editor: User, publisher: User, zone: str, instant: datetime, words: str
) -> None:
    text = scheduled(reporter, editor, publisher, at=instant, zone=zone)
    day = (instant - timedelta(days=1)).date().isoformat()
    found = told("--from", day, "--to", (instant + timedelta(days=1)).date().isoformat())
    assert "clock_change" in codes(found, "warning")
    (twice,) = [trouble for trouble in found["troubles"] if trouble["code"] == "exists_twice"]
    assert words in twice["words"]
    assert twice["articles"] == [text.article_id]


def test_a_gap_is_told_and_nothing_stands_in_it(editor: User) -> None:
    found = told("--from", "2031-10-04", "--to", "2031-10-06", "--zone", "Australia/Lord_Howe")
    assert [trouble["words"] for trouble in found["troubles"]] == [
        "The clocks of Australia/Lord_Howe change: 02:00 becomes 02:30."
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "tomorrow"), "is no day"),
        (("--zone", "Mars/Phobos"), "is no time zone"),
        (("--zone", "../etc"), "is no time zone"),
    ],
)
def test_arguments_that_cannot_be_read(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("schedule", "plan", *arguments)


def test_days_in_the_wrong_order() -> None:
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("schedule", "plan", "--from", "2031-05-02", "--to", "2031-05-01", stderr=err)
    assert "before the first" in err.getvalue()
