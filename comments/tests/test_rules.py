"""Rules at work: what they hold, show or let pass when somebody writes, and how one comes into force."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Article
from comments import deciding as comment_deciding
from comments import editing
from comments.models import Comment, Rule, RuleVersion, Screening
from comments.rules import deciding, hits, replaying
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Item
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
Say = Callable[..., Comment]
InForce = Callable[..., RuleVersion]
CASINO = {"terms": ["casino"]}


def reasons_of(comment: Comment) -> list[dict]:
    """Why it waits now; empty where it does not."""
    item = Item.objects.filter(kind="comments.comment", object_id=comment.pk, closed_at=None).first()
    return item.reasons if item else []


def test_it_works(open_article: Article, reader: User, say: Say, in_force: InForce) -> None:
    in_force("words", CASINO, "casino-words", message="Advertising")
    held = say(open_article, reader, "Visit my c@sin0 today")
    shown = say(open_article, reader, "Visit the harbour today")
    assert (held.state, shown.state) == ("pending", "approved")
    [reason] = reasons_of(held)
    assert reason == {
        "rule": "casino-words@1",
        "words": "Advertising: A word of the list stands in it.",
        "evidence": [[9, 15]],
        "otherwise": "It would have passed without the marked words.",
    }
    assert reasons_of(shown) == []


def test_a_flag_shows_it_and_opens_an_item(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO, effect="flag")
    comment = say(open_article, reader, "Visit my casino")
    assert comment.state == "approved"
    assert [reason["rule"] for reason in reasons_of(comment)] == ["a-rule@1"]


def test_points_of_several_rules_hold(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO, "a", effect="points", points=5)
    in_force("capitals", {"share": 60, "least": 5}, "b", effect="points", points=5)
    assert say(open_article, reader, "Visit my casino").state == "approved"
    held = say(open_article, reader, "VISIT MY CASINO")
    assert held.state == "pending"
    assert [reason["rule"] for reason in reasons_of(held)] == ["a@1", "b@1", "points"]


def test_all_reasons_are_kept_also_in_a_reviewed_thread(
    published: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO)
    comment = say(published, reader, "Visit my casino")
    assert [reason["rule"] for reason in reasons_of(comment)] == ["premoderated", "a-rule@1"]


def test_the_engine_asks_two_queries(
    open_article: Article,
    reader: User,
    say: Say,
    in_force: InForce,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    from comments import screening

    in_force("words", CASINO)
    in_force("new_author", {"comments": 1}, "b")
    comment = say(open_article, reader, "A casino, and what not")
    with django_assert_max_num_queries(2):
        screened = screening.screen(comment, open_article, now=timezone.now())
    assert len(screened.reasons) == 2


def test_new_authors_are_held_until_one_was_approved(
    open_article: Article, reader: User, moderator: User, say: Say, in_force: InForce
) -> None:
    in_force("new_author", {"comments": 1})
    first = say(open_article, reader, "My first words here")
    assert first.state == "pending"
    comment_deciding.approve(first, by=moderator, version=first.version)
    assert say(open_article, reader, "My second words here").state == "approved"


def test_who_writes_too_fast_is_held(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("rate", {"most": 2, "minutes": 60})
    states = [say(open_article, reader, f"Word number {number}").state for number in range(3)]
    assert states == ["approved", "approved", "pending"]


def test_the_same_again_elsewhere_is_held(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("repetition", {"share": 60, "times": 1})
    say(open_article, reader, "The ferry should go more often than it does in the winter months")
    again = say(open_article, reader, "The ferry should go more often than it does in the winter months!!")
    other = say(open_article, reader, "I do not think that anybody needs a ferry in the winter at all")
    assert (again.state, other.state) == ("pending", "approved")


def test_a_rule_of_another_section_is_silent(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO, section=cast.section("sport"))
    assert say(open_article, reader, "Visit my casino").state == "approved"


def test_an_edit_is_asked_again(open_article: Article, reader: User, say: Say, in_force: InForce) -> None:
    in_force("words", CASINO)
    comment = say(open_article, reader, "Visit the harbour")
    edited = editing.edit(comment, "Visit my casino", by=reader, version=comment.version)
    edited.refresh_from_db()
    assert edited.state == "pending"
    assert Decision.objects.order_by("-pk").values_list("deputy", flat=True)[0] == "a-rule@1"
    assert reasons_of(edited)[0]["evidence"] == [[9, 15]]


def test_taking_the_words_out_does_not_free_it(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO)
    comment = say(open_article, reader, "Visit my casino")
    edited = editing.edit(comment, "Visit my harbour", by=reader, version=comment.version)
    assert edited.state == "pending"
    [reason] = reasons_of(edited)
    assert reason["rule"] == "edited"
    assert "a-rule@1" in reason["words"]


def test_hits_are_counted_and_idle_and_eager_rules_are_named(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    casino, eager = (
        in_force("words", CASINO, "a", effect="flag"),
        in_force("length", {"most": 3}, "b", effect="flag"),
    )
    for number in range(20):
        say(open_article, reader, f"Word number {number}")
    RuleVersion.objects.update(activated_at=timezone.now() - timedelta(days=8))
    versions = list(RuleVersion.objects.all())
    told = hits.hits_of(versions, timezone.now())
    assert (told[casino.pk].count, told[casino.pk].looked_at) == (0, 20)
    assert "never fires" in told[casino.pk].verdict
    assert told[eager.pk].count == 20
    assert "always fires" in told[eager.pk].verdict


class TestComingIntoForce:
    def test_not_without_a_replay(self, administrator: User) -> None:
        rule = Rule(name="casino")
        deciding.save(rule, RuleVersion(kind="words", options=CASINO), by=administrator, version=1)
        with pytest.raises(NotAllowed, match="Replay version 1"):
            deciding.activate(rule, by=administrator, version=rule.version, reason="Because")

    def test_a_changed_rule_must_be_replayed_anew_and_the_old_version_goes_on(
        self, open_article: Article, reader: User, administrator: User, say: Say, in_force: InForce
    ) -> None:
        version = in_force("words", CASINO)
        rule = version.rule
        deciding.save(
            rule,
            RuleVersion(kind="words", options={"terms": ["harbour"]}),
            by=administrator,
            version=rule.version,
        )
        assert say(open_article, reader, "A casino").state == "pending"
        assert say(open_article, reader, "The harbour").state == "approved"
        with pytest.raises(NotAllowed, match="Replay version 2"):
            deciding.activate(rule, by=administrator, version=rule.version, reason="Because")

    def test_it_is_a_decision_with_a_reason_by_who_may(
        self, administrator: User, moderator: User, in_force: InForce
    ) -> None:
        rule = in_force("words", CASINO).rule
        decision = Decision.objects.get(kind="comments.rule")
        assert (decision.by, decision.evidence.words) == (administrator, "It is needed.")
        with pytest.raises(NotAllowed):
            deciding.retire(rule, by=moderator, version=rule.version, reason="No")
        with pytest.raises(ReasonRequired):
            deciding.retire(rule, by=administrator, version=rule.version, reason=" ")
        with pytest.raises(Conflict):
            deciding.retire(rule, by=administrator, version=rule.version - 1, reason="No")

    def test_out_of_force_it_is_silent(
        self, open_article: Article, reader: User, administrator: User, say: Say, in_force: InForce
    ) -> None:
        rule = in_force("words", CASINO).rule
        deciding.retire(rule, by=administrator, version=rule.version, reason="No longer")
        assert say(open_article, reader, "A casino").state == "approved"

    def test_saying_the_same_is_no_version(self, administrator: User, in_force: InForce) -> None:
        rule = in_force("words", CASINO).rule
        again = deciding.save(
            rule, RuleVersion(kind="words", options=CASINO), by=administrator, version=rule.version
        )
        assert (again.number, rule.versions.count()) == (1, 1)

    def test_moderators_write_and_readers_do_not(self, moderator: User, reader: User) -> None:
        deciding.save(Rule(name="a"), RuleVersion(kind="words", options=CASINO), by=moderator, version=1)
        with pytest.raises(NotAllowed):
            deciding.save(Rule(name="b"), RuleVersion(kind="words", options=CASINO), by=reader, version=1)


class TestReplay:
    def test_it_tells_what_people_decided(
        self, published: Article, reader: User, moderator: User, administrator: User, say: Say
    ) -> None:
        texts = ["A casino", "Your casino", "No casino, please", "Casino?", "The harbour"]
        for text, verdict in zip(texts, ["spam", "reject", "approve", "", "approve"], strict=True):
            comment = say(published, reader, text)
            if verdict:
                comment_deciding.decide(
                    comment, verdict, by=moderator, version=comment.version, reason="Advertising"
                )
        version = deciding.save(
            Rule(name="a"), RuleVersion(kind="words", options=CASINO), by=moderator, version=1
        )
        replay = replaying.run(replaying.ask(version, by=moderator))
        assert (replay.looked_at, replay.hits, replay.approved, replay.refused) == (5, 4, 1, 2)
        precision = replaying.precision_of(replay)
        assert precision.share == pytest.approx(2 / 3)
        assert precision.interval
        assert precision.interval.low == pytest.approx(0.2077, abs=1e-3)
        assert precision.interval.high == pytest.approx(0.9385, abs=1e-3)
        assert sorted(example["outcome"] for example in replay.examples) == [
            "approved", "refused", "refused", "undecided",
        ]  # fmt: skip
        assert "casino" not in str(replay.examples).lower()  # numbers and places, no words

    def test_in_batches_that_can_be_broken_off(
        self, open_article: Article, reader: User, moderator: User, say: Say, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replaying, "BATCH", 2)
        for number in range(5):
            say(open_article, reader, f"Casino number {number}")
        version = deciding.save(
            Rule(name="a"), RuleVersion(kind="words", options=CASINO), by=moderator, version=1
        )
        replay = replaying.go_on(replaying.ask(version, by=moderator))
        assert (replay.looked_at, replay.total, replay.finished_at) == (2, 5, None)
        assert replaying.ask(version, by=moderator) == replay  # no second one beside it
        seen: list[int] = []
        replay = replaying.run(replay, lambda one: seen.append(one.looked_at))
        assert (seen, replay.hits) == ([4, 5], 5)

    def test_authors_are_seen_as_they_were_then(
        self, open_article: Article, reader: User, moderator: User, say: Say
    ) -> None:
        for number in range(4):
            say(open_article, reader, f"Word number {number}")
        for kind, options, expected in [
            ("new_author", {"comments": 2}, 2),
            ("rate", {"most": 3, "minutes": 60}, 1),
        ]:
            version = deciding.save(
                Rule(name=kind.replace("_", "-")),
                RuleVersion(kind=kind, options=options),
                by=moderator,
                version=1,
            )
            assert replaying.run(replaying.ask(version, by=moderator)).hits == expected


def test_what_was_seen_goes_with_its_author(
    open_article: Article, reader: User, say: Say, in_force: InForce
) -> None:
    in_force("words", CASINO)
    comment = say(open_article, reader, "A casino with quite a few more words than eight of them")
    assert Screening.objects.get(comment=comment).keys
    from comments.rules.personal import Screenings

    assert Screenings().export(reader.pk)
    assert Screenings().erase(reader.pk) == 1
    assert not Screening.objects.exists()
