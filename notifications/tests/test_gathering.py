"""Several messages in one mail: bundles, the daily mail, a night's, and answers in one thread."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from newsroom.testing.post_office import html_of, text_of
from notifications import claiming, preferring, renderers
from notifications.delivering import deliver_due
from notifications.models import Channel, How, Notification, Timetable
from notifications.outbox import tell
from notifications.resending import resend
from notifications.tests.conftest import Tide
from notifications.unsubscribing import read

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 5, 10, 20, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Wave(Tide):
    """A kind of which several within ten minutes make one mail."""

    kind = "wave"


class Flood(Tide):
    """A kind that cannot wait."""

    kind = "flood"


@pytest.fixture(autouse=True)
def kinds():
    renderers.register(Wave(), label="Waves", collapses=timedelta(minutes=10))
    renderers.register(Flood(), label="Floods", is_urgent=True)
    yield
    for name in ("wave", "flood"):
        renderers._renderers.pop(name)
        renderers._kinds.pop(name)


def write(person, number: int, now: datetime = NOON, kind: str = "tide", thread: int = 7, **context) -> None:
    context = {"words": f"Tide no. {number}", **context}
    channels = [Channel.EMAIL]
    tell([person], kind, event=f"e:{number}", object_id=thread, context=context, channels=channels, now=now)


def want(person, how: How, kind: str = "tide") -> None:
    preferring.prefer(person, kind, Channel.EMAIL, how, now=NOON)


def test_it_works(reader, post_office) -> None:
    want(reader, How.HOURLY)
    for number in range(3):
        write(reader, number)
        assert deliver_due(NOON + number * MINUTE) == 0
    assert deliver_due(NOON + 39 * MINUTE) == 0
    assert deliver_due(NOON + 40 * MINUTE) == 3
    [mail] = post_office.mails
    assert mail["Subject"] == "3 notices from Newsroom"
    for number in range(3):
        assert f"Tide no. {number}" in text_of(mail)
        assert f"Tide no. {number}" in html_of(mail)
    assert text_of(mail).count("/tide/7/") == 3
    assert not Notification.objects.waiting().exists()


def test_five_answers_in_ten_minutes_make_one_mail(reader, post_office) -> None:
    for number in range(5):
        write(reader, number, NOON + number * 2 * MINUTE, kind="wave")
        deliver_due(NOON + number * 2 * MINUTE)
    assert not post_office.mails
    assert deliver_due(NOON + 10 * MINUTE) == 5
    [mail] = post_office.mails
    assert mail["Subject"] == "Tide no. 0, and 4 more"
    assert mail["References"]
    write(reader, 6, NOON + 11 * MINUTE, kind="wave")
    deliver_due(NOON + 11 * MINUTE)
    assert deliver_due(NOON + 21 * MINUTE) == 1
    assert post_office.mails[1]["Subject"] == "Tide no. 6"
    assert post_office.mails[1]["References"] == mail["References"]


def test_answers_in_two_threads_are_two_mails(reader, post_office) -> None:
    for number in range(4):
        write(reader, number, kind="wave", thread=number % 2)
    deliver_due(NOON)
    assert deliver_due(NOON + 10 * MINUTE) == 4
    assert len(post_office.mails) == 2


def test_what_collapses_and_is_wanted_daily_comes_with_the_day(reader, post_office) -> None:
    want(reader, How.DAILY)
    want(reader, How.DAILY, "wave")
    write(reader, 1)
    write(reader, 2, kind="wave")
    deliver_due(NOON)
    assert deliver_due(NOON + 18 * HOUR) == 0
    assert deliver_due(datetime(2026, 5, 6, 5, 0, tzinfo=UTC)) == 2  # seven in Berlin
    [mail] = post_office.mails
    assert "2 notices of today" in mail["Subject"]
    assert "THE TIDE" in text_of(mail)
    assert "WAVES" in text_of(mail)


def test_a_night_is_one_mail_in_the_morning_and_the_urgent_leaves(reader, post_office) -> None:
    reader.time_zone = "America/New_York"
    reader.save()
    Timetable.objects.create(person=reader, quiet_from="22:00", quiet_until="06:30")
    night = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # 23:00 in New York; the clocks go back in this night
    for number in range(3):
        write(reader, number, night)
    write(reader, 9, night, kind="flood")
    assert deliver_due(night) == 1
    assert post_office.mails[0]["Subject"] == "Tide no. 9"
    assert deliver_due(datetime(2026, 11, 1, 11, 29, tzinfo=UTC)) == 0
    assert deliver_due(datetime(2026, 11, 1, 11, 30, tzinfo=UTC)) == 3
    assert post_office.mails[1]["Subject"] == "Tide no. 0, and 2 more"
    assert len(post_office.mails) == 2


def test_what_is_untrue_by_then_is_not_in_the_mail(reader, post_office) -> None:
    want(reader, How.HOURLY)
    for number in range(3):
        write(reader, number)
    deliver_due(NOON)
    for number in (0, 2):
        Notification.objects.filter(event=f"e:{number}").update(context={"untrue": True})
    assert deliver_due(NOON + HOUR) == 1
    [mail] = post_office.mails
    assert mail["Subject"] == "Tide no. 1"
    assert Notification.objects.filter(dropped_at__isnull=False).count() == 2


def test_one_that_cannot_be_said_keeps_the_others_from_nothing(reader, post_office) -> None:
    want(reader, How.HOURLY)
    for number in range(3):
        write(reader, number)
    deliver_due(NOON)
    Notification.objects.filter(event="e:0").update(context={"breaks": True})
    deliver_due(NOON + HOUR)
    deliver_due(NOON + 2 * HOUR)
    assert [mail["Subject"] for mail in post_office.mails] == ["2 notices from Newsroom"]
    assert Notification.objects.waiting().get().event == "e:0"


def test_turning_it_off_meanwhile_drops_it(reader, post_office) -> None:
    want(reader, How.HOURLY)
    write(reader, 1)
    write(reader, 2)
    deliver_due(NOON)
    want(reader, How.OFF)
    assert deliver_due(NOON + HOUR) == 0
    assert not post_office.mails
    assert Notification.objects.filter(dropped_at__isnull=False).count() == 2


def test_wanting_it_at_once_brings_what_waits(reader, post_office) -> None:
    want(reader, How.DAILY)
    write(reader, 1)
    deliver_due(NOON)
    want(reader, How.AT_ONCE)
    assert deliver_due(NOON + MINUTE) == 1


def test_a_mail_that_may_have_left_is_sent_again_as_it_was(reader, post_office) -> None:
    want(reader, How.HOURLY)
    write(reader, 1)
    write(reader, 2)
    deliver_due(NOON)
    post_office.verdict = lambda mail: "hang up"
    assert deliver_due(NOON + 40 * MINUTE) == 0
    write(reader, 3, NOON + 41 * MINUTE)
    deliver_due(NOON + 41 * MINUTE)
    post_office.verdict = lambda mail: "250 Taken"
    assert deliver_due(NOON + 45 * MINUTE) == 2
    first, *others = post_office.mails
    for other in others:
        assert first["Message-ID"] == other["Message-ID"]
        assert text_of(first) == text_of(other)
    assert deliver_due(NOON + 2 * HOUR) == 1
    assert "Tide no. 3" in text_of(post_office.mails[-1])


def test_a_worker_killed_with_a_bundle_in_hand_loses_nothing(reader, post_office) -> None:
    want(reader, How.HOURLY)
    write(reader, 1)
    write(reader, 2)
    deliver_due(NOON)
    claiming.claim(NOON + HOUR)  # and then it was killed
    assert deliver_due(NOON + HOUR + claiming.LEASE) == 2
    assert len(post_office.mails) == 1


def test_given_up_together_and_sent_again(reader, post_office) -> None:
    want(reader, How.HOURLY)
    write(reader, 1)
    write(reader, 2)
    deliver_due(NOON)
    Notification.objects.filter(leaves_with=None).update(attempts=13)
    post_office.verdict = lambda mail: "451 Later"
    deliver_due(NOON + HOUR)
    assert Notification.objects.filter(dead_at__isnull=False, last_error__contains="451").count() == 2
    post_office.verdict = lambda mail: "250 Taken"
    assert resend(now=NOON + HOUR) == 2
    deliver_due(NOON + HOUR)
    assert deliver_due(NOON + 3 * HOUR) + len(post_office.mails) >= 2
    assert not Notification.objects.waiting().exists()


def test_one_click_in_a_bundle_stops_what_came_in_it(reader, post_office, client) -> None:
    want(reader, How.HOURLY)
    write(reader, 1)
    write(reader, 2)
    deliver_due(NOON)
    deliver_due(NOON + HOUR)
    link = post_office.mails[0]["List-Unsubscribe"].strip("<>").partition("/notices/")[2]
    assert read(link.split("/")[1])[1] == How.HOURLY
    client.post(f"/notices/{link}", {"List-Unsubscribe": "One-Click"})
    wishes = preferring.wishes_of(reader)
    assert wishes["tide", "email"] == How.OFF
    assert wishes["wave", "email"] == How.AT_ONCE


def test_the_desk_goes_before_people_and_they_before_many(reader, editor, post_office) -> None:
    renderers.register(Flood(), label="Floods", is_for_many=True)
    write(reader, 1, NOON - HOUR, kind="flood")
    write(reader, 2, NOON - MINUTE)
    renderers.register(Flood(), label="Floods", is_staff=True)
    write(editor, 3, NOON, kind="flood")
    deliver_due(NOON)
    assert [mail["Subject"] for mail in post_office.mails] == ["Tide no. 3", "Tide no. 2", "Tide no. 1"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_bundle(reader, post_office) -> None:
    want(reader, How.HOURLY)
    for number in range(12):
        write(reader, number)
    start = threading.Barrier(2)

    def sweep(at: datetime) -> None:
        start.wait()
        deliver_due(at)
        connection.close()

    for at in (NOON, NOON + HOUR):
        workers = [threading.Thread(target=sweep, args=[at]) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    [mail] = post_office.mails
    assert mail["Subject"] == "12 notices from Newsroom"
