"""Addresses and mails that a server refuses for good, mails that come back, and names that others cannot make up."""

import smtplib
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from notifications import naming
from notifications.delivering import deliver_due
from notifications.judging import Permanent, judge
from notifications.models import Channel, Notification, RefusedAddress
from notifications.outbox import tell

pytestmark = pytest.mark.django_db
ADDRESS, MAIL = Permanent.ADDRESS, Permanent.MAIL


def write(person, number: int = 1, channels=(Channel.EMAIL,)) -> Notification:
    tell([person], "tide", event=f"e:{number}", object_id=7, channels=channels)
    return Notification.objects.latest("id")


@pytest.mark.parametrize(
    ("code", "answer", "of_recipient", "verdict"),
    [
        (550, "5.1.1 <x@y>: Recipient address rejected: User unknown", True, ADDRESS),
        (550, "5.1.1 No such user", False, ADDRESS),
        (550, "No such user here", True, ADDRESS),
        (551, "User not local; account is disabled", True, ADDRESS),
        (550, "5.2.1 The email account that you tried to reach is disabled", True, ADDRESS),
        (550, "5.7.1 Relaying denied", True, MAIL),
        (550, "Relaying denied: user unknown to this relay", True, MAIL),
        (554, "5.7.1 Message rejected as spam", False, MAIL),
        (553, "5.1.8 Sender address rejected: domain not found", True, MAIL),
        (530, "5.7.0 Authentication required", True, MAIL),
        (552, "5.2.2 Mailbox full", True, MAIL),
        (550, "Try something else", True, MAIL),
        (450, "4.2.1 Mailbox busy", True, None),
        (451, "Greylisted, user unknown", True, None),
    ],
)
def test_what_a_refusal_means(code, answer, of_recipient, verdict) -> None:
    assert judge(code, answer, of_recipient=of_recipient) == verdict


def test_an_unknown_address_is_marked_shown_and_not_tried_again(
    client, reader, administrator, post_office
) -> None:
    first = write(reader, 1)
    post_office.verdict = lambda mail: "550 5.1.1 No such user here"
    deliver_due()
    first.refresh_from_db()
    assert first.dead_at
    assert "No such user here" in first.last_error
    post_office.verdict = lambda mail: pytest.fail("the address was tried again")
    second = write(reader, 2)
    deliver_due(timezone.now() + timedelta(days=1))
    second.refresh_from_db()
    assert second.dead_at
    client.force_login(reader)
    for page in ("/notices/", "/notices/settings/"):
        words = client.get(page).content.decode()
        assert f"Our mails do not reach {reader.email}" in words
        assert "No such user here" in words
    client.force_login(administrator)
    assert (
        "No such user here"
        in client.get(reverse("admin:notifications_refusedaddress_changelist")).content.decode()
    )
    client.force_login(reader)
    post_office.verdict = lambda mail: "250 Taken"
    assert client.post("/notices/address/").status_code == 302
    assert deliver_due() == 2
    assert "do not reach" not in client.get("/notices/").content.decode()


def test_the_desk_has_an_address_tried_again(client, reader, administrator, editor, post_office) -> None:
    write(reader)
    post_office.verdict = lambda mail: "550 5.1.1 No such user here"
    deliver_due()
    url = reverse("admin:notifications_refusedaddress_changelist")
    data = {"action": "try_again", "_selected_action": [RefusedAddress.objects.get().pk]}
    client.force_login(editor)
    client.post(url, data)
    assert RefusedAddress.objects.exists()
    client.force_login(administrator)
    client.post(url, data)
    post_office.verdict = lambda mail: "250 Taken"
    assert not RefusedAddress.objects.exists()
    assert deliver_due() == 1


def test_a_mail_refused_for_good_is_given_up_soon_and_marks_no_address(reader, post_office) -> None:
    row = write(reader)
    post_office.verdict = lambda mail: "554 5.7.1 We do not like it"
    for days in range(3):
        deliver_due(timezone.now() + timedelta(days=days))
    row.refresh_from_db()
    assert row.dead_at
    assert row.attempts == 3
    assert not RefusedAddress.objects.exists()


def test_one_refused_address_leaves_the_line_open_for_the_others(reader, stranger, post_office) -> None:
    write(reader, 1)
    write(stranger, 2)
    post_office.verdict = lambda mail: "550 5.1.1 Unknown" if mail["To"] == reader.email else "250 Taken"
    assert deliver_due() == 1
    assert post_office.connections == 1


REPORT = """From: MAILER-DAEMON@mx.example
To: newsroom@localhost
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 The mailbox is closed

--b
Content-Type: {attached}

Message-ID: {name}
Subject: High water at noon

--b--
"""


def came_back(monkeypatch, **facts: str) -> str:
    defaults = {"action": "failed", "status": "5.1.1", "attached": "message/rfc822"}
    raw = REPORT.format(**{**defaults, **facts}).encode()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    out = StringIO()
    call_command("notifications", "bounce", "--json", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("attached", ["message/rfc822", "text/rfc822-headers"])
def test_what_came_back_marks_its_address(reader, post_office, monkeypatch, attached) -> None:
    write(reader)
    deliver_due()
    name = str(post_office.mails[0]["Message-ID"])
    assert reader.email in came_back(monkeypatch, address=reader.email, name=name, attached=attached)
    assert "The mailbox is closed" in RefusedAddress.objects.get().cause


@pytest.mark.parametrize(
    "change",
    [
        {"name": "<notice-1.0123456789abcdef@localhost>"},
        {"name": "nothing"},
        {"address": "somebody.else@example.org"},
        {"action": "delayed"},
        {"status": "4.2.2"},
    ],
)
def test_a_report_that_anybody_could_write_marks_nothing(reader, post_office, monkeypatch, change) -> None:
    row = write(reader)
    facts = {"address": reader.email, "name": naming.message_id("notice", row.pk), **change}
    came_back(monkeypatch, **facts)
    assert not RefusedAddress.objects.exists()


def test_a_name_is_the_same_at_every_attempt_and_sealed() -> None:
    name = naming.message_id("notice", 17)
    assert name == naming.message_id("notice", 17)
    assert naming.named_in(f"References: {name} <x@y>") == [("notice", 17)]
    assert naming.named_in(name.replace("notice-17", "notice-18")) == []


def test_the_library_raises_what_is_judged() -> None:
    """The shapes that ``posting`` reads are those of smtplib."""
    assert smtplib.SMTPRecipientsRefused({"a": (550, b"x")}).recipients == {"a": (550, b"x")}
