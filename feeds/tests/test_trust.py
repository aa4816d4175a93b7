"""Trust: earned by the desk's decisions, tried, granted by a publisher, used by a deputy, lost with the wire's own word."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import auditing, passages, publishing, reviewing, withdrawing
from articles.models import Article, Revision
from feeds.desk import accepting
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem, Trust, TrustedPassage
from feeds.parsing.reports import IncomingReport
from feeds.trusting import granting, passing, watching
from feeds.trusting.fitness import stands_against
from feeds.trusting.reckoning import Outcome, fallen, missing, reckon
from moderation.actors import Deputy
from moderation.errors import NotAllowed
from moderation.mandates import deputy_of
from moderation.models import Decision
from moderation.transition import transition
from newsroom.testing import cast
from newsroom.testing.behind import triggers_off
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TEXT = "<p>The ferry number {} reached the harbour after seven bells, and the captain said that nobody aboard had been afraid of {}.</p>"
THINGS = (
    "the fog",
    "the rocks",
    "a storm",
    "the night",
    "pirates",
    "the tide",
    "a whale",
    "the cold",
    "the ice",
    "rust",
)


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/feed")


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def report(number: int, **fields: Any) -> IncomingReport:
    words = f"<p>{' '.join(f'w{number}x{at}' for at in range(40))}</p>" + TEXT.format(
        number, THINGS[number % 10]
    )
    values = {
        "title": f"Ferry {number} finds the harbour",
        "content_html": words,
        "credit": "Agency",
        **fields,
    }
    return IncomingReport(
        guid=f"r{number}",
        link=f"https://wire.example/{number}",
        published=timezone.now(),
        language="en",
        **values,
    )


def take_in(feed: Feed, *reports: IncomingReport, now: datetime | None = None) -> None:
    take_in_all(feed, reports, now or timezone.now())


def item(number: int) -> ImportedItem:
    items = ImportedItem.objects.select_related(
        "feed__section", "feed__source", "section", "article__section"
    )
    return items.get(guid=f"r{number}")


def granted(feed: Feed, by: User) -> Trust:
    """Trust as the steps leave it; what it takes to get there has tests of its own."""
    trust = Trust.objects.create(feed=feed)
    now = timezone.now()
    changes = {"since": now, "decided_by": by, "expires_at": now + granting.STANDS_FOR}
    transition(trust, "propose", by=Deputy("trust-rules@1"), version=trust.version)
    transition(trust, "begin_trial", by=by, version=trust.version)
    transition(trust, "grant", by=by, version=trust.version, reason="Good.", changes=changes)
    return trust


def page_of(trust: Trust) -> str:
    return f"/admin/feeds/trust/{trust.pk}/change/"


def test_it_works(feed: Feed, publisher: User) -> None:
    trust = granted(feed, publisher)
    take_in(feed, report(1))

    assert passing.pass_on() == 1

    one = item(1)
    assert one.state == "accepted"
    assert one.article is not None
    text = one.article.revisions.get()
    assert (text.state, text.changed_by, text.approved_by) == ("live", None, publisher)
    assert one.article.is_published
    made = Decision.objects.filter(deputy=deputy_of(trust, trust.rule_version).name).order_by("pk")
    assert [decision.name for decision in made] == ["accept", "submit", "approve", "publish"]
    passage = TrustedPassage.objects.get()
    assert (passage.is_real, passage.trust_version, passage.item) == (True, trust.rule_version, one)
    assert passing.pass_on() == 0  # nothing twice
    for proof in auditing.PROOFS:
        if proof.audit == "workflow":
            assert isinstance(proof.run(), int), proof.run()


def test_proposed_by_decisions_and_granted_after_a_trial(
    feed: Feed, desk: Client, publisher: User, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    take_in(feed, *(report(number) for number in range(30)))
    _accepted(feed, editor)
    _published_once(publisher, editor)

    assert watching.look() == 1
    trust = Trust.objects.get()
    assert (trust.state, trust.facts["decisions"], trust.facts["accepted_share"]) == ("proposed", 30, 1.0)
    assert Notification.objects.filter(kind="feed_trust", recipient=publisher).exists()
    listed = desk.get("/admin/feeds/trust/").content.decode()
    assert "Proposed" in listed
    assert "100 %" in listed

    # A GET asks and changes nothing.
    assert "Begin the trial" in desk.get(f"{page_of(trust)}?step=begin_trial").content.decode()
    trust.refresh_from_db()
    assert trust.state == "proposed"
    assert desk.post(page_of(trust), {"step": "begin_trial", "version": trust.version}).status_code == 302
    trust.refresh_from_db()
    assert trust.state == "dry_run"

    take_in(feed, *(report(number) for number in range(100, 110)))
    assert passing.pass_on() == 0
    assert ImportedItem.objects.filter(state="held").count() == 10
    assert trust.passages.filter(is_real=False).count() == 10

    too_early = desk.post(
        page_of(trust), {"step": "grant", "version": trust.version, "reason": "Good for months."}
    )
    assert too_early.status_code == 409
    assert "The trial does not carry it yet" in too_early.content.decode()
    assert "Good for months." in too_early.content.decode()  # the words are kept

    _accepted(feed, editor)
    answer = desk.post(
        page_of(trust), {"step": "grant", "version": trust.version, "reason": "Good for months."}
    )
    assert answer.status_code == 302
    trust.refresh_from_db()
    assert (trust.state, trust.decided_by, trust.why) == ("granted", publisher, "Good for months.")
    assert trust.expires_at is not None
    assert "100 % agreement" in desk.get(page_of(trust)).content.decode()


def test_an_editor_looks_and_does_not_decide(
    client: Client, feed: Feed, editor: User, publisher: User
) -> None:
    trust = granted(feed, publisher)
    client.force_login(editor)
    assert client.get(page_of(trust)).status_code == 200
    assert (
        client.post(page_of(trust), {"step": "withdraw", "version": trust.version, "reason": "x"}).status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        granting.withdraw(trust, by=editor, version=trust.version, reason="No.")


def test_a_publisher_of_another_section_neither_sees_nor_decides(
    client: Client, feed: Feed, publisher: User
) -> None:
    trust = granted(feed, publisher)
    cast.section("Sport")
    client.force_login(cast.person("Sport Publisher", "publisher", "sport"))  # type: ignore[arg-type]
    assert client.get(page_of(trust)).status_code == 403
    assert str(feed) not in client.get("/admin/feeds/trust/").content.decode()


@pytest.mark.parametrize(
    "name", ["feeds.trust/{pk}@{other}", "feeds.trust/999999@3", "trust", "feeds.trust/{pk}@{own}"]
)
def test_the_door_refuses_a_deputy_without_a_mandate(feed: Feed, publisher: User, name: str) -> None:
    trust = granted(feed, publisher)
    own = trust.rule_version
    if "{own}" in name:
        granting.withdraw(trust, by=publisher, version=trust.version, reason="No more.")
    deputy = Deputy(name.format(pk=trust.pk, own=own, other=own - 1))
    take_in(feed, report(1))
    with pytest.raises(NotAllowed):
        accepting.accept_as_deputy(item(1), deputy=deputy, version=item(1).version)
    text = cast.draft(None, section=feed.section)
    with pytest.raises(NotAllowed):
        reviewing.approve_as_deputy(text, deputy=deputy, version=text.version)
    assert item(1).state == "held"


def test_the_door_refuses_a_deputy_on_what_a_person_wrote(
    feed: Feed, publisher: User, reporter: User
) -> None:
    trust = granted(feed, publisher)
    text = cast.draft(reporter, section=feed.section)
    with pytest.raises(NotAllowed):
        reviewing.approve_as_deputy(text, deputy=deputy_of(trust, trust.rule_version), version=text.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trap", ["no mandate", "a person's text", "somebody else's approval"])
def test_the_database_refuses_a_deputys_approval(
    feed: Feed, publisher: User, reporter: User, editor: User, trap: str
) -> None:
    trust = granted(feed, publisher)
    deputy = Deputy("feeds.trust/1@99") if trap == "no mandate" else deputy_of(trust, trust.rule_version)
    text = cast.draft(reporter if trap == "a person's text" else None, section=feed.section)
    approver = editor if trap == "somebody else's approval" else publisher
    with pytest.raises(IntegrityError):
        _approve_behind_the_verb(text, deputy, approver)
    assert Revision.objects.get(pk=text.pk).state == "draft"


def test_a_publisher_who_left_publishes_nothing_more(feed: Feed, publisher: User) -> None:
    trust = granted(feed, publisher)
    take_in(feed, report(1))
    publisher.memberships.all().delete()

    assert passing.pass_on() == 0
    assert item(1).state == "held"
    assert not Article.objects.exists()
    assert watching.look_at(feed, timezone.now())
    trust.refresh_from_db()
    assert trust.state == "withdrawn"


@pytest.mark.parametrize(
    "fields",
    [
        {"embargo": NOW + timedelta(hours=2)},
        {"restrictions": ("no_syndication",)},
        {"usage_terms": "Not in print."},
        {"content_html": ""},
        {"status": "withheld"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_gives_cause_to_think_is_left_to_people(
    feed: Feed, publisher: User, fields: dict[str, Any]
) -> None:
    granted(feed, publisher)
    take_in(feed, report(1, **fields))
    assert passing.pass_on() == 0
    assert item(1).article is None
    assert not TrustedPassage.objects.exists()


def test_doubts_are_left_to_people(feed: Feed, publisher: User) -> None:
    granted(feed, publisher)
    take_in(feed, report(1))
    one = item(1)
    assert stands_against(one, timezone.now()) == []
    ImportedItem.objects.filter(pk=one.pk).update(doubts=["no-guid"])
    assert passing.pass_on() == 0


def test_nothing_that_came_before_passes(feed: Feed, publisher: User) -> None:
    take_in(feed, report(1))
    granted(feed, publisher)
    assert passing.pass_on() == 0


def test_what_publishing_refuses_is_left_to_people_as_a_whole(feed: Feed, publisher: User) -> None:
    granted(feed, publisher)
    take_in(feed, report(1, restrictions=("credit_required",), credit=""))
    feed.source.credit = ""
    feed.source.save()

    assert passing.pass_on() == 0

    assert item(1).state == "held"
    assert not Article.objects.exists()
    assert not TrustedPassage.objects.get().is_real
    assert passing.pass_on() == 0


@pytest.mark.parametrize(
    "newer",
    [{"status": "canceled"}, {"title": "CORRECTION: Ferry 1 finds another harbour"}],
    ids=["kill", "correction"],
)
def test_a_kill_or_a_correction_ends_it(feed: Feed, publisher: User, newer: dict[str, Any]) -> None:
    trust = granted(feed, publisher)
    take_in(feed, report(1))
    assert passing.pass_on() == 1
    later = timezone.now() + timedelta(minutes=1)

    take_in(feed, report(1, **newer), now=later)

    trust.refresh_from_db()
    assert (trust.state, trust.decided_by) == ("withdrawn", None)
    assert "Ferry 1" in trust.why
    assert Notification.objects.filter(kind="feed_trust", recipient=publisher).exists()
    take_in(feed, report(2), now=later)
    assert passing.pass_on(later) == 0


def test_it_ends_after_ninety_days_and_can_be_granted_anew(feed: Feed, publisher: User) -> None:
    trust = granted(feed, publisher)
    end = timezone.now() + granting.STANDS_FOR + timedelta(hours=1)
    take_in(feed, report(1), now=end)
    assert passing.pass_on(end) == 0
    assert watching.look_at(feed, end)
    trust.refresh_from_db()
    assert trust.state == "withdrawn"


def test_what_it_did_is_listed_and_what_was_taken_off_counts(
    desk: Client, feed: Feed, publisher: User
) -> None:
    trust = granted(feed, publisher)
    take_in(feed, *(report(number) for number in range(12)))
    assert passing.pass_on() == 12
    for number in (1, 2):
        article = item(number).article
        assert article is not None
        withdrawing.withdraw(article, by=publisher, reason="Wrong.")

    assert watching.look_at(feed, timezone.now())

    trust.refresh_from_db()
    assert (trust.state, trust.facts["accepted"]) == ("withdrawn", 10)
    shown = desk.get(page_of(trust)).content.decode()
    assert "12 reports were published by it" in shown
    assert shown.count("off the site") >= 2
    for one in ImportedItem.objects.all():
        assert f"/admin/articles/article/{one.article_id}/change/" in shown


def test_the_audit_finds_a_mandate_that_was_none(feed: Feed, publisher: User) -> None:
    granted(feed, publisher)
    take_in(feed, report(1))
    passing.pass_on()
    with triggers_off("moderation_decision"):  # as who owns the database could
        Decision.objects.filter(name="grant").update(name="begin_trial")
    assert not isinstance(passages.four_eyes_held(), int)
    assert not isinstance(auditing.approvals_are_recorded(), int)


def test_older_decisions_weigh_less() -> None:
    old = [Outcome(NOW - timedelta(days=60), is_accepted=False)] * 2
    new = [Outcome(NOW, is_accepted=True, is_unchanged=True)] * 30
    figures = reckon([*old, *new], NOW)
    assert (figures.decisions, figures.accepted) == (32, 30)
    assert figures.accepted_share > 0.98  # where 30 of 32 were 93 %
    assert missing(figures) == []
    assert reckon([Outcome(NOW - timedelta(days=91), is_accepted=True)], NOW).decisions == 0


def test_the_bars() -> None:
    good = [Outcome(NOW, is_accepted=True, is_unchanged=True)]
    bad = [Outcome(NOW, is_accepted=False)]
    assert missing(reckon(good * 30, NOW)) == []
    assert missing(reckon(good * 29, NOW)) == ["1 decision more is needed."]
    assert "95" in missing(reckon(good * 28 + bad * 2, NOW))[0]
    assert len(missing(reckon(good * 30, NOW, kills=1, corrections=1))) == 2
    edited = [Outcome(NOW, is_accepted=True, is_unchanged=False)]
    assert len(missing(reckon(good * 20 + edited * 10, NOW))) == 1
    assert fallen(reckon(good * 9 + bad, NOW)) == ""
    assert fallen(reckon(good * 8 + bad * 2, NOW))


def test_routed_tags_reach_the_article_and_the_card_names_the_rules(
    desk: Client, feed: Feed, editor: User
) -> None:
    take_in(feed, report(1))
    one = item(1)
    one.routed = {"tags": ["islands"], "rules": [{"rule": 1, "name": "Ferries first"}]}
    one.save(update_fields=["routed"])
    card = desk.get("/admin/queue/?kind=feeds.importeditem").content.decode()
    accepting.accept(one, by=editor, version=one.version)
    article = item(1).article
    assert article is not None
    assert "islands" in article.tags.names()
    assert "Ferries first" in card


def _accepted(feed: Feed, by: User) -> None:
    for one in ImportedItem.objects.filter(feed=feed, state="held").select_related(
        "feed__section", "feed__source"
    ):
        accepting.accept(one, by=by, version=one.version)


def _published_once(publisher: User, editor: User) -> None:
    """One of what was accepted goes out as it came."""
    text = Revision.objects.with_article().filter(state="draft").first()
    assert text is not None
    reviewing.submit(text, by=editor, version=text.version)
    reviewing.approve(text, by=publisher, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)


@transaction.atomic
def _approve_behind_the_verb(text: Revision, deputy: Deputy, approver: User) -> None:
    at = timezone.now()
    transition(text, "submit", by=deputy, version=text.version, text_digest=text.digest, now=at)
    changes = {"approved_by": approver, "approved_at": at, "approved_digest": text.digest}
    transition(
        text, "approve", by=deputy, version=text.version, changes=changes, text_digest=text.digest, now=at
    )
