"""Rules at the desk: written, tried, replayed and put in force by those who may, with forms alone."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from comments import deciding as comment_deciding
from comments.models import Comment, Replay, Rule, RuleVersion
from comments.rules import replaying
from comments.tasks import replay_rules

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Say = Callable[..., Comment]
InForce = Callable[..., RuleVersion]
LIST = "/admin/comments/rule/"
WORDS = {"name": "casino-words", "effect": "hold", "terms": "casino\nfree money", "message": "Advertising"}


def test_it_works(
    published: Article,
    reader: User,
    moderator: User,
    administrator: User,
    signed_in: SignedIn,
    say: Say,
) -> None:
    spam = say(published, reader, "Visit my casino")
    comment_deciding.spam(spam, by=moderator, version=spam.version)
    client = signed_in(moderator)
    assert "Words and phrases" in client.get(f"{LIST}add/").content.decode()

    tried = client.post(f"{LIST}add/?kind=words", {**WORDS, "step": "try", "trial": "A c@sin0 for you"})
    page = tried.content.decode()
    assert "<mark>c@sin0</mark>" in page
    assert "It would have passed without the marked words." in page
    assert not Rule.objects.exists()

    asked = client.post(f"{LIST}add/?kind=words", {**WORDS, "step": "replay"})
    replay = Replay.objects.get()
    assert asked.url == f"{LIST}{replay.version.rule_id}/replay/{replay.pk}/"
    under_way = client.get(asked.url)
    assert under_way.headers["Refresh"]
    assert "0 of 1 comments" in under_way.content.decode()
    replay_rules()
    finished = client.get(asked.url)
    assert "Refresh" not in finished.headers
    assert "People refused these too" in finished.content.decode()

    rule = Rule.objects.get()
    page_of_it = f"{LIST}{rule.pk}/change/"
    step = {"step": "activate", "version": rule.version, "reason": "We get a lot of it"}
    assert client.post(page_of_it, step).status_code == 403
    boss = signed_in(administrator)
    assert "needs a reason" in boss.post(page_of_it, {**step, "reason": " "}).content.decode()
    assert "In force from now on" in boss.post(page_of_it, step, follow=True).content.decode()
    assert say(published, reader, "Free money").state == "pending"
    assert "1 of 1 comments" in boss.get(LIST).content.decode()


def test_without_a_replay_it_is_refused_in_words(administrator: User, signed_in: SignedIn) -> None:
    client = signed_in(administrator)
    client.post(f"{LIST}add/?kind=words", {**WORDS, "step": ""})
    rule = Rule.objects.get()
    answer = client.post(
        f"{LIST}{rule.pk}/change/", {"step": "activate", "version": rule.version, "reason": "Now"}
    )
    assert "Replay version 1 over the past first" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.state == "draft"


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("pattern", {"expression": "(a"}, "cannot be read as an expression"),
        ("words", {"terms": ""}, "Name at least one word"),
        ("words", {"terms": "casino", "effect": "points"}, "Say how many points"),
        ("links", {"held": "not a domain"}, "is no domain"),
        ("words", {"terms": "casino", "article_number": "999"}, "no article of this number"),
        ("words", {"terms": "casino", "name": "no blanks here"}, "Enter a valid"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_kept(
    moderator: User, signed_in: SignedIn, kind: str, typed: dict[str, str], words: str
) -> None:
    page = signed_in(moderator).post(
        f"{LIST}add/?kind={kind}",
        {"name": "a", "effect": "hold", "message": "Kept words", **typed, "step": ""},
    )
    assert words in page.content.decode()
    assert "Kept words" in page.content.decode()
    assert not Rule.objects.exists()


def test_versions_tell_what_changed_and_a_stale_page_is_told(moderator: User, signed_in: SignedIn) -> None:
    client = signed_in(moderator)
    client.post(f"{LIST}add/?kind=words", {**WORDS, "step": ""})
    rule = Rule.objects.get()
    page_of_it = f"{LIST}{rule.pk}/change/"
    changed = {**WORDS, "terms": "casino\nroulette", "effect": "flag", "step": "", "version": rule.version}
    page = client.post(page_of_it, changed, follow=True).content.decode()
    assert "<del>free money</del>" in page
    assert "<ins>roulette</ins>" in page
    stale = client.post(page_of_it, {**changed, "terms": "bets"}).content.decode()
    assert "Somebody changed this meanwhile" in stale
    assert "bets" in stale
    assert rule.versions.count() == 2


@pytest.mark.parametrize("kind", RuleVersion.Kind.values)
def test_every_kind_has_a_form(moderator: User, signed_in: SignedIn, kind: str) -> None:
    assert 'name="trial"' in signed_in(moderator).get(f"{LIST}add/?kind={kind}").content.decode()


def test_readers_and_editors_do_not_see_rules(
    reader: User, editor: User, signed_in: SignedIn, in_force: InForce
) -> None:
    rule = in_force("words", {"terms": ["casino"]}).rule
    for person in (reader, editor):
        for address in (LIST, f"{LIST}add/", f"{LIST}{rule.pk}/change/"):
            assert signed_in(person).get(address).status_code in (302, 403)


def test_the_list_asks_few_queries(
    moderator: User,
    signed_in: SignedIn,
    in_force: InForce,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        in_force("words", {"terms": ["casino"]}, f"rule-{number}")
    client = signed_in(moderator)
    with django_assert_max_num_queries(22):
        client.get(LIST)


class TestCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("moderation", *arguments, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_it_replays_and_says_so_as_json(
        self, published: Article, reader: User, moderator: User, say: Say, in_force: InForce
    ) -> None:
        version = in_force("words", {"terms": ["casino"]})
        for text, verdict in (("A casino", "spam"), ("No casino", "approve"), ("The harbour", "approve")):
            comment = say(published, reader, text)
            comment_deciding.decide(comment, verdict, by=moderator, version=comment.version)
        told = json.loads(self.run("replay", "--rule", str(version.rule_id), "--since", "90d", "--json"))
        assert (told["looked_at"], told["hits"], told["approved"], told["refused"]) == (3, 2, 1, 1)
        assert (told["precision"], round(told["low"], 3)) == (0.5, 0.095)
        assert "Precision 0.50" in self.run("replay", "--rule", "a-rule")
        assert "a-rule@1" in self.run("rules")

    def test_what_is_not_there_is_told(self) -> None:
        for arguments in (("replay", "--rule", "7"), ("replay", "--rule", "x", "--since", "yesterday")):
            with pytest.raises(CommandError):
                self.run(*arguments)

    def test_it_says_how_far_it_is(
        self,
        open_article: Article,
        reader: User,
        say: Say,
        in_force: InForce,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(replaying, "BATCH", 2)
        for number in range(3):
            say(open_article, reader, f"Word number {number}")
        in_force("words", {"terms": ["casino"]})
        told = StringIO()
        call_command("moderation", "replay", "--rule", "a-rule", stdout=StringIO(), stderr=told)
        assert told.getvalue().splitlines() == ["2 of 3 comments, 0 hits", "3 of 3 comments, 0 hits"]
