"""Limits by account, by block of addresses and by rows; what newcomers link to; work under attack."""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments import pacing, proving
from comments.models import Comment
from comments.refusals import TooSoon
from common import limits
from moderation.models import Item

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
SignedIn = Callable[[User], Client]
TODAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def without_valkey(settings: LazySettings) -> Iterator[None]:
    """Nobody answers there."""
    away = urlsplit(settings.REDIS_URL)._replace(netloc="127.0.0.1:1").geturl()
    settings.REDIS_URL = away
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": away}}
    proving.forget()
    yield
    limits._limiters.pop(away, None)
    proving.forget()


def block(address: str, now: datetime = TODAY) -> str:
    return pacing.block_of(RequestFactory().get("/", REMOTE_ADDR=address), now)


def test_it_works() -> None:
    assert block("192.0.2.7") == block("192.0.2.250") == block("::ffff:192.0.2.9")
    assert block("192.0.2.7") != block("192.0.3.7")
    assert block("2001:db8:1:2::1") == block("2001:db8:1:ffff::9")
    assert block("2001:db8:1::1") != block("2001:db8:2::1")
    assert len(block("192.0.2.7")) == 24
    assert block("") == ""


def test_a_block_is_another_one_tomorrow_and_under_another_secret(settings: LazySettings) -> None:
    today = block("192.0.2.7")
    assert block("192.0.2.7", TODAY + timedelta(days=1)) != today
    settings.SECRET_KEY = "another one, as long as it has to be for a secret of a site, and longer"
    assert block("192.0.2.7") != today


def test_many_accounts_of_one_block_share_a_limit(
    monkeypatch: pytest.MonkeyPatch, reader: User, stranger: User
) -> None:
    monkeypatch.setattr(pacing, "BLOCK", limits.Limit("test-comment-block", 3, 600))
    for person in (reader, stranger, reader):
        pacing.require_pace(person, "one block")
    with pytest.raises(TooSoon):
        pacing.require_pace(stranger, "one block")
    pacing.require_pace(stranger, "another block")


def test_the_rows_are_a_limit_of_their_own(reader: User, open_article: Article, say: Say) -> None:
    rows, seconds = pacing.ROWS[0]
    for number in range(rows - 1):
        say(open_article, reader, f"Number {number}.")
    assert pacing._rows_wait(reader, timezone.now()) == 0
    say(open_article, reader, "The last.")
    assert seconds - 60 <= pacing._rows_wait(reader, timezone.now()) <= seconds
    assert pacing._rows_wait(reader, timezone.now() + timedelta(seconds=seconds + 1)) == 0


def test_without_valkey_comments_are_taken_and_the_rows_limit_them(
    without_valkey: None, open_article: Article, reader: User, say: Say, signed_in: SignedIn
) -> None:
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/"
    assert client.post(address, {"text": "Still here."}).status_code == 302
    for number in range(pacing.ROWS[0][0]):
        say(open_article, reader, f"Number {number}.")
    refused = client.post(address, {"text": "One too many."})
    assert refused.status_code == 429
    assert "One too many.</textarea>" in refused.content.decode()
    assert Comment.objects.filter(text="Still here.").exists()


LINKS = "[a](https://a.example) and [b](https://b.example)"


def test_who_came_today_links_to_little(
    open_article: Article, reader: User, stranger: User, signed_in: SignedIn
) -> None:
    address = f"/comments/article/{open_article.pk}/"
    User.objects.filter(pk=stranger.pk).update(date_joined=timezone.now() - timedelta(days=2))
    stranger.refresh_from_db()
    for person in (reader, stranger):
        signed_in(person).post(address, {"text": f"{LINKS} says {person}", **typed()})
    item = Item.objects.get(kind="comments.comment", closed_at=None)
    assert [reason["rule"] for reason in item.reasons] == ["newcomers-links"]
    assert Comment.objects.get(pk=item.object_id).author == reader


def typed(seconds: int = 30) -> dict[str, str]:
    """The hidden fields of a form that somebody wrote in for a while."""
    opened = Signer(salt="comments.form").sign(str(int(time.time()) - seconds))
    return {"opened": opened, "submission": str(uuid.uuid4())}


def proof_of(sent: dict[str, str]) -> str:
    """What the page's script finds."""
    for number in range(10_000_000):
        begin = f"{sent['opened'][-8:]}:{sent['submission']}:{number}"
        digest = hashlib.sha256(begin.encode()).digest()
        if int.from_bytes(digest[:4]) >> (32 - proving.BITS) == 0:
            return str(number)
    raise AssertionError


def test_under_attack_who_brings_no_work_is_reviewed(
    open_article: Article, reader: User, settings: LazySettings, signed_in: SignedIn
) -> None:
    client, address = signed_in(reader), f"/comments/article/{open_article.pk}/"
    assert "data-work" not in client.get(open_article.get_absolute_url()).content.decode()
    settings.PROOF_OF_WORK = "on"
    assert f'data-work="{proving.BITS}"' in client.get(open_article.get_absolute_url()).content.decode()
    worked = typed()
    client.post(address, {"text": "I worked.", **worked, "proof": proof_of(worked)})
    client.post(address, {"text": "I did not.", **typed()})
    client.post(address, {"text": "I took another's.", **typed(), "proof": proof_of(worked)})
    states = dict(Comment.objects.values_list("text", "state"))
    assert states == {"I worked.": "approved", "I did not.": "pending", "I took another's.": "pending"}
    reasons = Item.objects.filter(closed_at=None).values_list("reasons", flat=True)
    assert {reason["rule"] for of_one in reasons for reason in of_one} == {"no-proof"}


def test_an_attack_is_seen_by_the_pace_of_newcomers_and_ends(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(proving, "PACE", limits.Limit("test-pace", 3, 60))
    proving.forget()
    for _ in range(3):
        proving.note_newcomer()
    assert not proving.is_demanded()
    proving.note_newcomer()
    assert proving.is_demanded()
    cache.delete(proving.KEY)
    proving.forget()
    assert not proving.is_demanded()
    settings.PROOF_OF_WORK = "off"
    for _ in range(9):
        proving.note_newcomer()
    proving.forget()
    assert not proving.is_demanded()


@pytest.mark.parametrize("proof", ["", "x", "-1", "1" * 10, "²", "1 "])
def test_what_is_no_number_proves_nothing(proof: str) -> None:
    assert not proving.is_proved("opened:signature", "7f8a2c1e-9d1b-4a53-8a76-3a3a3a3a3a3a", proof)
