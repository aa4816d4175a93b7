"""Whoever leaves leaves nothing: no byte of their words, name, address or sign-ins, in the database or the cache."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import deciding, editing, following, muting, posting, voting
from comments.hints import sending
from comments.measures import taking
from comments.measures.taking import Order
from comments.models import Comment
from comments.personal import without_quotes
from comments.reporting import filing
from moderation import noting, undoing
from moderation.appeals import filing as appealing
from moderation.models import Decision, Item
from newsroom.testing import cast
from notifications import delivering

pytestmark = pytest.mark.django_db
NAME, ADDRESS, WORDS = (
    "Quillon Farthingbray",
    "quillon@farthingbray.example",
    "The zephyrine barnacle sang to nobody",
)
CANARIES = ["quillon", "farthingbray", "zephyrine", "barnacle"]
Say = Callable[..., Comment]


@pytest.fixture
def leaver() -> User:
    person = User.objects.create_user(ADDRESS, "a password for a leaver", display_name=NAME)
    person.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    return person


def everything() -> Iterator[str]:
    """Every row of every table, and every value of the cache, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT row::text FROM {connection.ops.quote_name(table)} row")  # noqa: S608 — names from the catalogue
            yield from (text for (text,) in cursor.fetchall())
    cache = redis.Redis.from_url(settings.REDIS_URL)
    for key in cache.scan_iter():
        kind = cache.type(key).decode()
        value = cache.hgetall(key) if kind == "hash" else cache.get(key) if kind == "string" else b""
        yield f"{key!r} {value!r}"


def held() -> set[str]:
    """Which of the canaries sing."""
    return {canary for text in everything() for canary in CANARIES if canary in text.lower()}


def told(*arguments: str) -> str:
    said = io.StringIO()
    call_command("people", *arguments, stdout=said)
    return said.getvalue()


def lived_here(leaver: User, article: Article, other: User, moderator: User) -> Comment:
    """They signed in, wrote, were answered and quoted, turned down, told of it, and read the page."""
    client = Client(headers={"user-agent": "Farthingbray/1"})
    client.force_login(leaver, backend="accounts.backends.RoleBackend")
    first = posting.post(article, leaver, f"{WORDS}.\n\nSo I was told.")
    deciding.approve(first, by=moderator, version=first.version)
    answer = posting.post(article, other, f"> {WORDS}\n\nIt sang to me.", parent=first)
    deciding.approve(answer, by=moderator, version=answer.version)
    second = posting.post(article, leaver, "Barnacle!")
    deciding.reject(second, by=moderator, version=second.version, reason="A barnacle is no argument")
    delivering.deliver_due(timezone.now() + undoing.window())
    client.get(article.get_absolute_url())
    assert WORDS in Client().get(article.get_absolute_url()).content.decode()
    return answer


def took_part(leaver: User, article: Article, other: User, moderator: User) -> None:
    """They changed their words, voted, muted, followed, reported, hinted, were measured, noted and appealed."""
    first = Comment.objects.get(author=leaver, text__startswith=WORDS)
    answer = Comment.objects.get(author=other)
    theirs = posting.post(article, leaver, "The barnacle was zephyrine once more")
    theirs = editing.edit(theirs, "Nothing sang", by=leaver, version=theirs.version)
    voting.vote(answer, 1, by=leaver)
    voting.vote(first, -1, by=other)
    muting.mute(leaver, other)
    muting.mute(other, leaver)
    following.follow(leaver, article)
    notice = filing.Notice("insult", "It calls my barnacle zephyrine", name=NAME, email=ADDRESS)
    filing.file(answer, notice, by=leaver)
    filing.file(first, filing.Notice("insult", "Quillon is no friend of mine"), by=other)
    sending.send(answer, by=leaver, words="It sang to nobody, says Farthingbray")
    hint = sending.send(first, by=moderator, words="Quillon has a point")
    editor = cast.person("Eve Editor", Role.EDITOR)
    sending.answer(hint, taken_up=False, words="Farthingbray is wrong", by=editor, version=1)
    taking.take(leaver, Order("note", "Quillon again"), by=moderator, seen=0)
    newest = taking.newest_on(leaver)
    assert newest is not None
    order = Order("warning", "Farthingbray, no barnacles", comment=first)
    warning = taking.take(leaver, order, by=moderator, seen=newest.pk)
    taking.acknowledge(warning, by=leaver)
    decided = Decision.objects.get(kind="comments.measure", object_id=warning.pk, name="warning")
    appealing.file(decided, "I, Quillon, never mentioned a barnacle to anybody here.", by=leaver)
    noting.write(
        Item.objects.filter(kind="comments.comment", object_id=theirs.pk)[0], "Farthingbray!", by=moderator
    )
    delivering.deliver_due(timezone.now() + undoing.window() * 2)


def test_nothing_of_taking_part_stays(
    leaver: User, published: Article, stranger: User, moderator: User
) -> None:
    lived_here(leaver, published, stranger, moderator)
    took_part(leaver, published, stranger, moderator)
    found = json.loads(told("export", ADDRESS))
    assert [one["kind"] for one in found["measures"]] == ["note", "warning"]
    assert [one["words"] for one in found["correction_hints"]] == ["It sang to nobody, says Farthingbray"]
    mails = len(mail.outbox)

    told("erase", ADDRESS)

    assert held() == set()
    delivering.deliver_due(timezone.now() + timedelta(days=2))
    assert [message.to for message in mail.outbox[mails:] if "erased" in str(message.to)] == []
    assert not [
        one for one in mail.outbox[mails:] if any(c in one.message().as_string().lower() for c in CANARIES)
    ]
    page = Client().get(published.get_absolute_url()).content.decode().lower()
    assert not [canary for canary in CANARIES if canary in page]
    call_command("recount", "--check", stdout=io.StringIO())
    call_command("audit", "ledger", stdout=io.StringIO())


def test_it_works(leaver: User, published: Article, stranger: User, moderator: User) -> None:
    answer = lived_here(leaver, published, stranger, moderator)
    assert set(CANARIES) <= held()

    assert json.loads(told("erase", ADDRESS, "--json"))["comments"] == 2

    assert held() == set()
    answer.refresh_from_db()
    assert answer.text == "> […]\n\nIt sang to me."
    page = Client().get(published.get_absolute_url()).content.decode()
    assert "It sang to me." in page
    assert "Deleted by its author." in page
    leaver.refresh_from_db()
    assert str(leaver) == "Erased account"
    assert not Client().login(username=ADDRESS, password="a password for a leaver")
    call_command("recount", "--check", stdout=io.StringIO())
    call_command("audit", "ledger", stdout=io.StringIO())
    erasing.erase(leaver)  # twice is once


def test_all_that_is_held_is_handed_out(
    leaver: User, published: Article, stranger: User, moderator: User
) -> None:
    lived_here(leaver, published, stranger, moderator)
    found = json.loads(told("export", ADDRESS))
    assert found["account"]["email"] == ADDRESS
    assert [one["state"] for one in found["comments"]] == ["approved", "rejected"]
    assert found["comments"][1]["reason"] == "A barnacle is no argument"
    assert {one["kind"] for one in found["notices"]["told"]} >= {"comment_approved", "comment_reply"}


def test_a_person_does_both_on_their_own_page(leaver: User, published: Article) -> None:
    posting.post(published, leaver, WORDS)
    client = Client()
    client.force_login(leaver, backend="accounts.backends.RoleBackend")
    file = client.get(reverse("accounts:export"))
    assert WORDS in file.content.decode()
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Erase everything" in client.get(reverse("accounts:erase")).content.decode()
    assert User.objects.get(pk=leaver.pk).erased_at is None

    answer = client.post(reverse("accounts:erase"), follow=True)

    assert "Your account is erased." in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not Comment.objects.filter(author=leaver).exclude(text="").exists()
    assert User.objects.create_user(ADDRESS, display_name="Anew")


def test_who_works_here_stays_until_their_roles_end(editor: User) -> None:
    with pytest.raises(CommandError, match="works here"):
        told("erase", editor.email)
    client = Client()
    client.force_login(editor, backend="accounts.backends.RoleBackend")
    answer = client.post(reverse("accounts:erase"))
    assert (answer.status_code, "works here" in answer.content.decode()) == (409, True)


def test_nobody_of_that_name_is_said_to_be_nobody() -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        told("export", "nobody@nowhere.example")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("> The *tide* turned, at nine!\n\nNo.", "> […]\n\nNo."),
        ("> The tide turned\n> at nine\nNo.", "> […]\nNo."),
        (">> at nine o'clock", ">> at nine o'clock"),
        ("The tide turned at nine.", "The tide turned at nine."),
        ("> yes", "> yes"),
    ],
)
def test_quotes_are_taken_out_and_nothing_else(text: str, left: str) -> None:
    assert without_quotes(text, ["the tide turned at nine and yes we saw it"]) == left
