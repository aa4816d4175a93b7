"""The outbox against a real mail server, one that takes, refuses, hangs up or is away."""

import threading
from datetime import timedelta
from email.utils import getaddresses

import pytest
from django.db import connection
from django.utils import timezone

from newsroom.testing.post_office import html_of, text_of
from notifications import claiming, outcomes, preferring
from notifications.delivering import deliver_due
from notifications.models import Channel, How, Notification
from notifications.outbox import tell
from notifications.resending import resend

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


def write(
    person, event="e:1", kind="tide", channels=(Channel.EMAIL,), object_id=7, **context
) -> Notification:
    tell([person], kind, event=event, object_id=object_id, context=context, channels=channels)
    return Notification.objects.latest("id")


def test_it_works(reader, post_office) -> None:
    row = write(reader)
    assert deliver_due() == 1
    row.refresh_from_db()
    assert row.sent_at
    assert row.attempts == 1
    [mail] = post_office.mails
    assert mail["Subject"] == "High water at noon"
    assert [address for _, address in getaddresses([mail["To"]])] == [reader.email]


def test_told_once_however_often_it_is_written_and_swept(reader, post_office) -> None:
    write(reader)
    write(reader)
    deliver_due()
    deliver_due(timezone.now() + LATER)
    assert len(post_office.mails) == 1


def test_nobody_is_told_of_their_own_act(reader, post_office) -> None:
    tell([reader], "tide", event="e:1", object_id=7, actor=reader)
    assert not Notification.objects.exists()


def test_headers_are_those_of_a_threaded_mail_that_can_be_stopped_by_one_click(
    reader, post_office, client
) -> None:
    write(reader, "e:1")
    write(reader, "e:2")
    deliver_due()
    first, second = post_office.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = first["List-Unsubscribe"].strip("<>").partition("/notices/")[2]
    assert client.get(f"/notices/{link}").status_code == 200
    assert preferring.wanted(Notification.objects.first())
    answer = client.post(f"/notices/{link}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not preferring.wanted(Notification.objects.first())


def test_text_is_not_escaped_and_html_is(reader, post_office) -> None:
    write(reader, words="Ebb & <flood>")
    deliver_due()
    [mail] = post_office.mails
    assert mail["Subject"] == "Ebb & <flood>"
    assert "Ebb & <flood>" in text_of(mail)
    assert "Ebb &amp; &lt;flood&gt;" in html_of(mail)
    assert "/tide/7/" in text_of(mail)


def test_a_line_break_in_a_title_is_no_header(reader, post_office) -> None:
    write(reader, words="High\nBcc: everybody@example.org")
    deliver_due()
    [mail] = post_office.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "High Bcc: everybody@example.org"


def test_one_connection_serves_a_batch(reader, stranger, post_office) -> None:
    for number in range(5):
        write(reader, f"e:{number}")
        write(stranger, f"e:{number}")
    assert deliver_due() == 10
    assert post_office.connections == 1


def test_a_refusing_server_is_asked_again_later(reader, post_office) -> None:
    row = write(reader)
    post_office.verdict = lambda mail: "451 Come back later"
    assert deliver_due() == 0
    row.refresh_from_db()
    assert (row.attempts, row.sent_at) == (1, None)
    assert row.next_attempt_at > timezone.now()
    assert "451 Come back later" in row.last_error
    post_office.verdict = lambda mail: "250 Taken"
    assert deliver_due() == 0
    assert deliver_due(timezone.now() + LATER) == 1
    row.refresh_from_db()
    assert row.sent_at
    assert row.last_error == ""


def test_one_refused_mail_does_not_hold_up_the_others(reader, stranger, post_office) -> None:
    write(reader)
    write(stranger)
    post_office.verdict = lambda mail: "550 Unknown" if mail["To"] == reader.email else "250 Taken"
    assert deliver_due() == 1
    assert post_office.to(stranger.email)


def test_dropping_the_line_after_the_mail_sends_again_with_the_same_id(reader, stranger, post_office) -> None:
    write(reader)
    write(stranger)
    post_office.verdict = lambda mail: "hang up" if mail["To"] == reader.email else "250 Taken"
    assert deliver_due() == 1
    post_office.verdict = lambda mail: "250 Taken"
    assert deliver_due(timezone.now() + LATER) == 1
    first, second = post_office.to(reader.email)
    assert first["Message-ID"] == second["Message-ID"]
    assert len(post_office.to(stranger.email)) == 1


def test_a_server_that_is_away_is_knocked_at_once_and_site_notices_go_on(reader, settings) -> None:
    settings.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    write(reader, "e:1", channels=(Channel.EMAIL, Channel.SITE))
    write(reader, "e:2", channels=(Channel.EMAIL, Channel.SITE))
    assert deliver_due() == 2
    mails = Notification.objects.filter(channel=Channel.EMAIL)
    assert all("127.0.0.1:1" in mail.last_error and mail.attempts == 1 for mail in mails)


def test_given_up_after_enough_attempts_and_sent_again_on_request(reader, post_office) -> None:
    row = write(reader)
    Notification.objects.update(attempts=outcomes.MAX_ATTEMPTS - 1)
    post_office.verdict = lambda mail: "554 Never"
    deliver_due()
    row.refresh_from_db()
    assert row.dead_at
    assert "554 Never" in row.last_error
    post_office.verdict = lambda mail: "250 Taken"
    assert deliver_due(timezone.now() + LATER) == 0
    assert resend([row.pk]) == 1
    assert deliver_due() == 1
    assert resend([row.pk]) == 0


@pytest.mark.parametrize(("kind", "context"), [("nobody_knows_it", {}), ("tide", {"breaks": True})])
def test_one_bad_row_never_stops_the_others(reader, post_office, kind, context) -> None:
    bad = write(reader, "e:1", kind=kind, **context)
    write(reader, "e:2")
    assert deliver_due() == 1
    bad.refresh_from_db()
    assert bad.sent_at is None
    assert bad.attempts == 1
    assert kind in bad.last_error or "tide table" in bad.last_error


def test_what_is_no_longer_true_is_not_sent(reader, post_office) -> None:
    row = write(reader)
    Notification.objects.update(context={"untrue": True})
    assert deliver_due() == 0
    row.refresh_from_db()
    assert row.dropped_at
    assert not post_office.mails


def test_what_the_person_does_not_want_is_dropped(reader, post_office) -> None:
    preferring.prefer(reader, "tide", Channel.EMAIL, How.OFF)
    write(reader, channels=(Channel.EMAIL, Channel.SITE))
    assert deliver_due() == 1
    assert not post_office.mails


def test_held_back_until_the_undo_window_is_over(reader, post_office) -> None:
    tell([reader], "tide", event="e:1", object_id=7, channels=[Channel.EMAIL], delay=timedelta(minutes=5))
    assert deliver_due() == 0
    assert deliver_due(timezone.now() + timedelta(minutes=6)) == 1


def test_a_killed_worker_loses_nothing_and_blocks_nobody_for_long(reader, post_office) -> None:
    write(reader)
    claiming.claim(timezone.now())  # and then it was killed
    assert deliver_due() == 0
    assert deliver_due(timezone.now() + claiming.LEASE) == 1
    assert len(post_office.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_each(reader, post_office) -> None:
    for number in range(12):
        write(reader, f"e:{number}")
    start = threading.Barrier(2)

    def sweep() -> None:
        start.wait()
        deliver_due()
        connection.close()

    workers = [threading.Thread(target=sweep) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({mail["Message-ID"] for mail in post_office.mails}) == len(post_office.mails) == 12
    assert Notification.objects.waiting().count() == 0


@pytest.mark.parametrize("attempts", range(1, outcomes.MAX_ATTEMPTS))
def test_delays_grow_to_a_limit_and_are_spread(attempts: int) -> None:
    soonest, latest = outcomes.delay_after(attempts, 0), outcomes.delay_after(attempts, 1)
    assert soonest < latest <= outcomes.LONGEST_DELAY * (1 + outcomes.JITTER)
    if attempts > 1:
        assert soonest >= outcomes.delay_after(attempts - 1, 0)
