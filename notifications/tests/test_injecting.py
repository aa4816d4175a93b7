"""Whatever names and headlines hold, a mail has the headers that we wrote. Read by the standard library's parser."""

from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.testing.post_office import text_of
from notifications.composing import compose, compose_many, write
from notifications.models import Channel, Notification
from notifications.renderers import Message

pytestmark = pytest.mark.django_db
OURS = {
    "message-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "references",
    "in-reply-to",
    "subject",
    "from",
    "to",
    "date",
    "mime-version",
    "content-type",
}
NASTY = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029:<>@,;=?\"'\\"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
BREAKS = [
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\0\n",
    "\r\n\r\n",
    "=?utf-8?q?=0d=0aBcc:?= ",
]


def parsed(mail):
    return message_from_bytes(mail.message().as_bytes(policy=policy.SMTP), policy=policy.default)


def notice(person, number: int = 1) -> Notification:
    return Notification(
        pk=number, kind="tide", event=f"e:{number}", recipient=person, channel=Channel.EMAIL, object_id=7
    )


@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("where", ["title", "thread", "path"])
def test_no_line_break_becomes_a_header(reader, broken, where) -> None:
    facts = {"title": "Tide", "path": "/tide/", "thread": "tide", where: f"x{broken}Bcc: all@example.org"}
    mail = parsed(compose(notice(reader), Message(**facts)))
    assert mail["Bcc"] is None
    assert {name.lower() for name in mail.keys()} <= OURS  # noqa: SIM118 — a mail's keys may come twice
    assert mail["To"] == reader.email


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=NASTY, thread=NASTY)
def test_no_words_become_a_header(reader, title, thread) -> None:
    message = Message(title, "/tide/", thread)
    for mail in (
        compose(notice(reader), message),
        compose_many(notice(reader), [(notice(reader), message), (notice(reader, 2), message)]),
    ):
        found = parsed(mail)
        names = [name.lower() for name in found.keys()]  # noqa: SIM118
        assert set(names) <= OURS
        assert len(names) == len(set(names))
        assert not found.defects
        assert "http://" in text_of(found)


@pytest.mark.parametrize(
    "address", ["a@b\r\nBcc: all@example.org", "a@b, c@example.org\n", "x\0@example.org"]
)
def test_an_address_that_is_none_is_refused_in_words(post_office, address) -> None:
    from notifications.posting import Postman, Undelivered

    with Postman() as postman, pytest.raises(Undelivered):
        postman.hand_over(write("test", {"url": "http://localhost"}, address, {}))
    assert not post_office.mails


def test_names_of_people_who_act_stand_in_bodies_only(reader, stranger) -> None:
    stranger.display_name = "Eve\r\nBcc: all@example.org"
    mail = parsed(compose(notice(reader), Message("Tide", "/", context={"who": stranger.display_name})))
    assert mail["Bcc"] is None
