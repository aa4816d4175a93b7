"""Reasons and appeals: whom a decision restricts reads why and objects, and somebody who had no part in it decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing
from accounts.models import User
from accounts.roles import Role
from articles.models import Article
from comments import deciding, deleting
from comments.appealing.decisions import notice_of
from comments.measures import taking
from comments.measures.taking import Order
from comments.models import Comment, Measure, Report
from comments.reporting import filing as reports
from comments.reporting import links
from comments.reporting.filing import Notice
from moderation import undoing
from moderation.actors import Deputy
from moderation.appeals import deciding as judging
from moderation.appeals import filing
from moderation.appeals.filing import AppealedBefore, TooLate
from moderation.errors import NotAllowed, ReasonRequired, Refused
from moderation.models import Appeal, Decision, Item
from moderation.transition import transition
from newsroom.testing import cast
from notifications import delivering, letters
from notifications.models import Letter, Notification

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WHY = "I named no person, I named an office."


@pytest.fixture
def other(db: None) -> User:
    return cast.person("Olga Other", Role.MODERATOR)


@pytest.fixture
def removed(open_article: Article, reader: User, moderator: User, say: Callable[..., Comment]) -> Comment:
    comment = say(open_article, reader, "The office is a den of thieves.")
    deciding.remove(comment, by=moderator, version=comment.version, reason="Calls people thieves")
    return comment


def newest(obj: Any) -> Decision:
    return Decision.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk).latest("object_version")


def later() -> None:
    moment = timezone.now() + undoing.window() + timedelta(minutes=1)
    delivering.deliver_due(moment)
    letters.deliver_due(moment)


def told(kind: str) -> list[str]:
    sent = Notification.objects.filter(kind=kind, channel="site", sent_at__isnull=False, dropped_at=None)
    return [str(row.recipient) for row in sent]


def test_it_works(removed: Comment, reader: User, moderator: User, other: User, signed_in: SignedIn) -> None:
    client = signed_in(reader)
    decision = newest(removed)
    page = client.get(reverse("comments:statement", args=[removed.pk]), follow=True).content.decode()
    for words in (
        "den of thieves",
        "It was taken out of the thread.",
        "Calls people thieves",
        "by a person",
        "None were used",
        "Everywhere on this site, without end",
        "Article 21",
    ):
        assert words in page
    assert "Decisions about you" in client.get(reverse("redress:own")).content.decode()

    answer = client.post(reverse("redress:appeal", args=[decision.pk]), {"words": WHY}, follow=True)

    assert "Your appeal: Waiting" in answer.content.decode()
    appeal = Appeal.objects.get()
    item = Item.objects.get(kind="moderation.appeal", closed_at=None)
    mine = signed_in(moderator).get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert "You have decided on this yourself." in mine
    assert 'value="grant"' not in mine
    desk = signed_in(other)
    theirs = desk.get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert WHY in theirs
    assert "Calls people thieves" in theirs
    desk.post(reverse("moderation:decide", args=[item.pk]), {"action": "grant", "version": "1"})

    removed.refresh_from_db()
    appeal.refresh_from_db()
    assert (removed.state, appeal.state, appeal.remedy) == ("approved", "granted", newest(removed))
    assert not Item.objects.filter(closed_at=None).exists()
    later()
    assert told("appeal_outcome") == ["Rita Reader"]
    assert told("comment_approved") == [], "one message says it"
    assert "Granted" in client.get(reverse("redress:statement", args=[decision.pk])).content.decode()


def test_a_refusal_needs_a_reason_which_is_told(removed: Comment, reader: User, other: User) -> None:
    appeal = filing.file(newest(removed), WHY, by=reader)
    with pytest.raises(ReasonRequired):
        judging.refuse(appeal, by=other, version=1, reason=" ")
    judging.refuse(appeal, by=other, version=1, reason="An office is its people")
    removed.refresh_from_db()
    assert removed.state == "removed"
    later()
    assert told("appeal_outcome") == ["Rita Reader"]
    with pytest.raises(AppealedBefore):
        filing.file(newest(removed), WHY, by=reader)


def test_the_door_refuses_who_decided_a_rule_and_whom_it_concerns(
    removed: Comment, reader: User, moderator: User, administrator: User
) -> None:
    appeal = filing.file(newest(removed), WHY, by=reader)
    root = cast.person("Root")
    root.is_superuser = True
    root.save()
    deciding.restore(removed, by=root, version=removed.version)
    deciding.remove(removed, by=administrator, version=removed.version, reason="Again")
    appeal = filing.file(newest(removed), WHY, by=reader)
    for actor in (moderator, root, administrator, Deputy("score@1"), reader):
        for verb in ("grant", "refuse"):
            with pytest.raises(NotAllowed):
                transition(appeal, verb, by=actor, version=appeal.version, reason="Because")
    with pytest.raises(NotAllowed):
        transition(appeal, "lapse", by=administrator, version=appeal.version)


@pytest.mark.parametrize("verb", ["reject", "spam"])
def test_what_was_never_shown_is_published_by_a_granted_appeal(
    verb: str, published: Article, reader: User, moderator: User, other: User, say: Callable[..., Comment]
) -> None:
    comment = say(published, reader, "Buy a bell.")
    reason = {"reason": "No"} if verb == "reject" else {}
    deciding.decide(comment, verb, by=moderator, version=1, **reason)
    appeal = filing.file(newest(comment), WHY, by=reader)
    judging.grant(appeal, by=other, version=1)
    comment.refresh_from_db()
    assert comment.state == "approved"


def test_who_may_not_appeal(
    removed: Comment, reader: User, stranger: User, moderator: User, signed_in: SignedIn
) -> None:
    decision = newest(removed)
    with pytest.raises(NotAllowed):
        filing.file(decision, WHY, by=stranger)
    assert signed_in(stranger).get(reverse("redress:statement", args=[decision.pk])).status_code == 404
    assert signed_in(stranger).get(reverse("comments:statement", args=[removed.pk])).status_code == 404
    with pytest.raises(TooLate):
        filing.file(decision, WHY, by=reader, now=decision.at + timedelta(days=185))
    with pytest.raises(Refused, match="Say why"):
        filing.file(decision, "no", by=reader)
    deciding.restore(removed, by=moderator, version=removed.version)
    with pytest.raises(NotAllowed, match="no longer stands"):
        filing.file(decision, WHY, by=reader)


def test_an_empty_appeal_is_answered_at_its_field(
    removed: Comment, reader: User, signed_in: SignedIn
) -> None:
    address = reverse("redress:appeal", args=[newest(removed).pk])
    for words, missing in (
        ("", "Say why the decision is wrong."),
        ("no", "Say why the decision is wrong, so"),
    ):
        answer = signed_in(reader).post(address, {"words": words})
        assert (answer.status_code, missing in answer.content.decode()) == (422, True)


def test_it_lapses_when_the_decision_no_longer_stands(
    removed: Comment, reader: User, moderator: User
) -> None:
    appeal = filing.file(newest(removed), WHY, by=reader)
    deciding.restore(removed, by=moderator, version=removed.version)
    appeal.refresh_from_db()
    assert appeal.state == "lapsed"
    deciding.remove(removed, by=moderator, version=removed.version, reason="Again")
    second = filing.file(newest(removed), WHY, by=reader)
    deleting.delete(removed, by=reader)
    second.refresh_from_db()
    assert second.state == "lapsed"
    assert not Item.objects.filter(closed_at=None).exists()


def test_whose_report_was_refused_appeals_with_and_without_an_account(
    open_article: Article,
    reader: User,
    stranger: User,
    moderator: User,
    other: User,
    say: Callable[..., Comment],
    signed_in: SignedIn,
) -> None:
    comment = say(open_article, reader, "You crook.")
    reports.file(comment, Notice("rude"), by=stranger)
    guest = reports.file(comment, Notice("rude", name="Gwen", email="gwen@example.org"), by=None)
    reports.confirm(guest)
    deciding.keep(comment, by=moderator, version=comment.version)
    report = Report.objects.get(reporter=stranger)
    page = signed_in(stranger).get(links.path_of(report)).content.decode()
    address = reverse("comments:report_appeal", args=[links.token_of(report)])
    assert address in page
    signed_in(stranger).post(address, {"words": "Crook is an insult."})
    guest.refresh_from_db()
    Client().post(
        reverse("comments:report_appeal", args=[links.token_of(guest)]), {"words": "It is an insult."}
    )
    first, second = Appeal.objects.order_by("pk")
    assert (second.appellant, second.email) == (None, "gwen@example.org")
    with pytest.raises(ReasonRequired):
        judging.grant(first, by=other, version=1)
    first.refresh_from_db()
    judging.grant(first, by=other, version=1, reason="An insult indeed")
    comment.refresh_from_db()
    second.refresh_from_db()
    assert (comment.state, second.state) == ("removed", "lapsed")
    later()
    assert told("appeal_outcome") == ["Sam Stranger"]
    assert told("comment_rejected") == ["Rita Reader"], "and its author may appeal in turn"
    assert Letter.objects.get(kind="appeal_outcome").address == "gwen@example.org"
    assert notice_of(guest).email == "gwen@example.org"


def test_a_measure_is_lifted_by_a_granted_appeal(
    reader: User, administrator: User, moderator: User, signed_in: SignedIn
) -> None:
    order = Order(Measure.Kind.SUSPENSION, "Insults again and again", lasts=timedelta(days=7))
    measure = taking.take(reader, order, by=administrator, seen=0)
    client = signed_in(reader)
    decision = newest(measure)
    page = client.get(reverse("redress:statement", args=[decision.pk])).content.decode()
    assert "Insults again and again" in page
    client.post(reverse("redress:appeal", args=[decision.pk]), {"words": WHY})
    judging.grant(Appeal.objects.get(), by=moderator, version=1)
    measure.refresh_from_db()
    assert measure.state == "lifted"


def test_the_reasons_name_law_and_rules(
    published: Article,
    reader: User,
    stranger: User,
    moderator: User,
    signed_in: SignedIn,
    say: Callable[..., Comment],
) -> None:
    comment = say(published, reader, "You crook.")
    Item.objects.update(reasons=[{"rule": "words@3", "words": "It has the word “crook”."}])
    deciding.approve(comment, by=moderator, version=1)
    notice = Notice(
        "illegal", "It calls a person a crook.", law="insult", law_reference="§ 185 StGB", in_good_faith=True
    )
    reports.file(comment, notice, by=stranger)
    Item.objects.filter(closed_at=None).update(
        reasons=[{"rule": "words@3", "words": "It has the word “crook”."}, {"rule": "reported", "words": "x"}]
    )
    deciding.remove(comment, by=moderator, version=comment.version, reason="An insult")
    page = signed_in(reader).get(reverse("redress:statement", args=[newest(comment).pk])).content.decode()
    for words in (
        "Legal ground",
        "Insult or defamation",
        "§ 185 StGB",
        "It has the word “crook”.",
        "A report of illegal",
    ):
        assert words in page
    assert "Sam Stranger" not in page


def test_who_leaves_takes_the_words_of_their_appeal(removed: Comment, reader: User, other: User) -> None:
    appeal = filing.file(newest(removed), WHY, by=reader)
    judging.refuse(appeal, by=other, version=1, reason="Zephyrine reasons")
    assert erasing.export(reader)["appeals"][0]["answer"] == "Zephyrine reasons"
    erasing.erase(reader)
    appeal.refresh_from_db()
    assert (appeal.words, appeal.appellant, appeal.state) == ("", None, "refused")
    with pytest.raises(ObjectDoesNotExist):
        assert newest(appeal).evidence
