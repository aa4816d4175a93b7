"""The bell, the page behind it, wishes, the way out, and the outbox at the desk."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import doctor
from notifications import preferring
from notifications.delivering import deliver_due
from notifications.forms import PreferencesForm
from notifications.models import Channel, How, Notification
from notifications.outbox import tell
from notifications.unsubscribing import token_for
from reader.templatetags.reader import unread_notices

pytestmark = pytest.mark.django_db


def on_site(person, number: int = 1, **context) -> Notification:
    tell([person], "tide", event=f"e:{number}", object_id=number, context=context, channels=[Channel.SITE])
    return Notification.objects.latest("id")


def test_it_works(client, reader) -> None:
    on_site(reader, words="Low water at six")
    deliver_due()
    client.force_login(reader)
    page = client.get("/notices/").content.decode()
    assert "Low water at six" in page
    assert 'href="/tide/1/"' in page
    assert "notice-row--unread" in page


def test_strangers_are_asked_to_sign_in(client) -> None:
    assert client.get("/notices/").status_code == 302
    assert client.get("/notices/settings/").status_code == 302
    assert client.post("/notices/read/").status_code == 302


def test_the_bell_counts_what_was_delivered_is_true_and_unread(client, reader, stranger) -> None:
    on_site(reader, 1)
    on_site(reader, 2, untrue=True)
    on_site(stranger, 3)
    assert unread_notices(reader) == 0
    deliver_due()
    assert unread_notices(reader) == 1
    client.force_login(reader)
    assert "bell__count" in client.get("/notices/").content.decode()


def test_what_is_no_longer_true_leaves_page_and_bell(client, reader) -> None:
    row = on_site(reader)
    deliver_due()
    Notification.objects.filter(pk=row.pk).update(context={"untrue": True})
    client.force_login(reader)
    assert "High water" not in client.get("/notices/").content.decode()
    assert unread_notices(reader) == 0


def test_one_that_cannot_be_said_does_not_take_the_page_with_it(client, reader) -> None:
    row = on_site(reader, 1)
    on_site(reader, 2, words="Still here")
    deliver_due()
    Notification.objects.filter(pk=row.pk).update(context={"breaks": True})
    client.force_login(reader)
    assert "Still here" in client.get("/notices/").content.decode()


def test_marking_one_and_all_as_read(client, reader, stranger) -> None:
    rows = [on_site(reader, number) for number in range(3)]
    foreign = on_site(stranger, 9)
    deliver_due()
    client.force_login(reader)
    assert client.get(reverse("notifications:mark_read", args=[rows[0].pk])).status_code == 405
    client.post(reverse("notifications:mark_read", args=[rows[0].pk]))
    client.post(reverse("notifications:mark_read", args=[foreign.pk]))
    assert (unread_notices(reader), unread_notices(stranger)) == (2, 1)
    client.post(reverse("notifications:mark_all_read"))
    assert (unread_notices(reader), unread_notices(stranger)) == (0, 1)


def test_pages_by_key(client, reader) -> None:
    for number in range(25):
        on_site(reader, number, words=f"Tide no. {number:02}")
    deliver_due()
    client.force_login(reader)
    first = client.get("/notices/")
    assert "Tide no. 24" in first.content.decode()
    assert "Tide no. 04" not in first.content.decode()
    second = client.get("/notices/", {"before": first.context["page"].next}).content.decode()
    assert "Tide no. 04" in second
    assert client.get("/notices/?before=x").status_code == 404


def test_nothing_yet(client, reader) -> None:
    client.force_login(reader)
    assert "Nothing yet" in client.get("/notices/").content.decode()


def chosen(person, **changes: str) -> dict[str, str]:
    """The page of preferences as the browser would send it, with some fields filled in otherwise."""
    form = PreferencesForm(person=person)
    sent = {name: form[name].initial for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in sent.items() if value is not False}
    return {**sent, "digest_at": "07:00", **changes}


def test_wishes_are_kept(client, reader) -> None:
    client.force_login(reader)
    assert "The tide" in client.get("/notices/settings/").content.decode()
    before = preferring.wishes_of(reader)
    changes = {"tide-email": "daily", "quiet_from": "22:00", "quiet_until": "06:30", "digest_at": "08:15"}
    assert client.post("/notices/settings/", chosen(reader, **changes)).status_code == 302
    assert preferring.wishes_of(reader) == before | {("tide", "email"): How.DAILY}
    page = client.get("/notices/settings/").content.decode()
    assert 'value="22:00"' in page
    assert 'value="08:15"' in page


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [("22:00", "", "Give both times"), ("", "06:00", "Give both times"), ("05:00", "05:00", "another time")],
)
def test_quiet_hours_that_make_no_sense_are_told_at_the_field(client, reader, begin, end, words) -> None:
    client.force_login(reader)
    answer = client.post("/notices/settings/", chosen(reader, quiet_from=begin, quiet_until=end))
    assert words in answer.content.decode()
    assert f'value="{begin or end}"' in answer.content.decode()


def test_one_click_needs_no_token_of_ours_but_a_signed_link(reader) -> None:
    outside = Client(enforce_csrf_checks=True)
    url = reverse("notifications:unsubscribe", args=[token_for(reader, "tide")])
    assert outside.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    wishes = preferring.wishes_of(reader)
    assert [key for key, how in wishes.items() if how == How.OFF] == [("tide", "email")]
    assert outside.post(url.replace("unsubscribe/", "unsubscribe/x")).status_code == 404


def test_outbox_at_the_desk_sends_again_what_was_given_up(client, administrator, reader, post_office) -> None:
    tell([reader], "tide", event="e:1", object_id=1, channels=[Channel.EMAIL])
    Notification.objects.update(dead_at=timezone.now(), attempts=14, last_error="554 The tide is out")
    client.force_login(administrator)
    url = reverse("admin:notifications_notification_changelist")
    page = client.get(url, {"state": "dead"}).content.decode()
    assert "554 The tide is out" in page
    row = Notification.objects.get()
    client.post(url, {"action": "send_again", "_selected_action": [row.pk]})
    assert deliver_due() == 1
    assert client.get(reverse("admin:notifications_notification_change", args=[row.pk])).status_code == 200


def test_the_desk_without_that_right_cannot_send_again(client, editor, reader) -> None:
    tell([reader], "tide", event="e:1", object_id=1)
    client.force_login(editor)
    url = reverse("admin:notifications_notification_changelist")
    assert client.post(url, {"action": "send_again"}).status_code == 403


def command(*arguments: str) -> dict:
    printed = StringIO()
    call_command("notifications", *arguments, "--json", stdout=printed)
    return json.loads(printed.getvalue())


def test_command_says_what_waits_and_tries_again(reader, post_office) -> None:
    tell([reader], "tide", event="e:1", object_id=1)
    Notification.objects.filter(channel=Channel.EMAIL).update(dead_at=timezone.now(), last_error="554 No")
    facts = command("pending")
    assert (facts["waiting"], facts["due"], facts["dead"]) == (1, 1, 1)
    assert facts["given_up"][0]["reason"] == "554 No"
    assert command("retry") == {"due_again": 1}
    assert command("pending")["due"] == 2
    assert command("test", "me@example.org")["sent_to"] == "me@example.org"
    assert len(post_office.to("me@example.org")) == 1
    with pytest.raises(CommandError):
        command("test", "nobody")


def test_the_doctor_minds_a_late_outbox_and_letters_given_up(reader) -> None:
    def finding():
        return next(doctor.examine(check) for check in doctor.all_checks() if check.name == "outbox")

    assert finding().ok
    row = on_site(reader)
    Notification.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=10))
    assert "the oldest for 600 s" in finding().detail
    Notification.objects.filter(pk=row.pk).update(dead_at=timezone.now())
    assert "1 given up" in finding().detail
