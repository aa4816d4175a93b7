"""Reviewers without an account: what their link opens, for how long, and what it can never do."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import auditing, drafting, outside_reviewing, publishing, review_links, reviewing
from articles.models import Note, ReviewLink, Revision
from articles.tests.desk import Desk
from moderation.auditing import Breach
from moderation.errors import NotAllowed
from moderation.recording import latest_decision
from newsroom.testing import cast
from notifications.models import Notification

pytestmark = pytest.mark.django_db
HOSTILE = "<b>&\"'</b>"
APPROVE, COMMENT, LOOK = ReviewLink.Reach.APPROVE, ReviewLink.Reach.COMMENT, ReviewLink.Reach.LOOK


def address(link: ReviewLink) -> str:
    return reverse("reader:review", args=[review_links.token_of(link)])


def opened(link: ReviewLink) -> HttpResponse:
    return Client().get(address(link))


def said(link: ReviewLink, words: str = "", act: str = "comment", **fields: str) -> HttpResponse:
    digest = Revision.objects.get(pk=link.revision_id).digest
    return Client(enforce_csrf_checks=True).post(
        address(link), {"act": act, "words": words, "digest": digest, **fields}
    )


def link_to(revision: Revision, by: User, reach: str = COMMENT, **given: Any) -> ReviewLink:
    return review_links.make(revision, by=by, name="Dr Ada Outside", reach=reach, **given)


@pytest.fixture
def in_review(draft: Revision, reporter: User) -> Revision:
    reviewing.submit(draft, by=reporter, version=draft.version)
    return Revision.objects.with_article().get(pk=draft.pk)


def test_it_works(draft: Revision, reporter: User) -> None:
    desk = Desk(reporter, draft)
    page = reverse("admin:articles_article_reviewers", args=[draft.article_id])
    made = desk.client.post(page, {"name": "Dr Ada Outside", "email": "", "reach": COMMENT, "days": "3"})
    link = ReviewLink.objects.get()
    assert review_links.token_of(link) in made.content.decode()
    # Once only, and never in the database.
    token = review_links.token_of(link)
    assert token not in desk.client.get(page).content.decode()
    assert token not in str(ReviewLink.objects.values().get())

    answer = opened(link)
    assert draft.headline in answer.content.decode()
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]

    said(link, f"Is it true? {HOSTILE}", quote="forty people")
    note = Note.objects.get()
    assert (note.who, note.link, note.quote) == ("Dr Ada Outside", link, "forty people")
    page_now = Desk(reporter, draft).page
    assert HOSTILE not in page_now
    assert "by review link" in page_now
    assert HOSTILE not in opened(link).content.decode()
    assert Notification.objects.filter(kind="note_written", recipient=reporter).exists()
    link.refresh_from_db()
    assert link.used == 2


def test_expired_revoked_and_unknown_links_open_nothing(draft: Revision, reporter: User) -> None:
    link = link_to(draft, reporter)
    path = address(link)
    ReviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (opened(link).status_code, said(link, "Late").status_code) == (410, 410)
    assert draft.headline not in opened(link).content.decode()
    ReviewLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert opened(link).status_code == 200
    desk = Desk(reporter, draft)
    desk.client.post(reverse("admin:articles_article_revoke", args=[draft.article_id, link.pk]))
    assert opened(link).status_code == 410
    assert Client().get(path[:-3] + "x/").status_code == 404
    assert Note.objects.count() == 0


def test_a_published_text_ends_the_link(approved: Revision, editor: User, publisher: User) -> None:
    link = link_to(approved, editor)
    publishing.publish(approved, by=publisher, version=approved.version)
    answer = opened(link)
    assert answer.status_code == 410
    assert approved.article.get_absolute_url() in answer.content.decode()


def test_guessing_is_slowed(draft: Revision, reporter: User) -> None:
    link_to(draft, reporter)
    statuses = [Client().get(reverse("reader:review", args=[f"guess-{n}"])).status_code for n in range(22)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_a_link_for_looking_only_takes_no_words(draft: Revision, reporter: User) -> None:
    link = link_to(draft, reporter, LOOK)
    assert "<textarea" not in opened(link).content.decode()
    assert said(link, "Hello").status_code == 409
    assert said(link, act="agree").status_code == 409
    assert Note.objects.count() == 0


def test_agreeing_is_advice_and_changes_no_state(in_review: Revision, editor: User) -> None:
    link = link_to(in_review, editor)
    said(link, "Fine by me", act="agree")
    in_review.refresh_from_db()
    assert in_review.state == Revision.State.IN_REVIEW
    assert Note.objects.get().kind == Note.Kind.APPROVAL
    assert "Agrees with the text" in Desk(editor, in_review).page
    # Twice is once.
    said(link, act="agree")
    assert Note.objects.count() == 1


def test_a_publishers_link_approves_in_the_publishers_name(in_review: Revision, publisher: User) -> None:
    link = link_to(in_review, publisher, APPROVE)
    said(link, act="agree")
    in_review.refresh_from_db()
    assert (in_review.state, in_review.approved_by) == (Revision.State.APPROVED, publisher)
    decision = latest_decision(in_review)
    assert decision is not None
    assert decision.text_digest == in_review.digest
    assert "Dr Ada Outside" in decision.evidence.words
    for proof in (auditing.approvals_are_recorded, auditing.texts_are_the_approved):
        assert not isinstance(proof(), Breach)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_only_a_publisher_gives_approval_into_other_hands(
    draft: Revision, role: Role, reporter: User
) -> None:
    person = reporter if role == Role.REPORTER else cast.person("Ed", role)
    with pytest.raises(NotAllowed):
        link_to(draft, person, APPROVE)
    page = Desk(person, draft).client.post(
        reverse("admin:articles_article_reviewers", args=[draft.article_id]),
        {"name": "X", "reach": APPROVE, "days": "3"},
    )
    assert ReviewLink.objects.count() == 0
    assert page.status_code == 200


def test_four_eyes_hold_through_a_link(in_review: Revision, publisher: User) -> None:
    link = link_to(in_review, publisher, APPROVE)
    # The publisher changes the text after having made the link: now they would approve their own words by a stranger.
    drafting.save_draft(
        in_review, by=publisher, version=in_review.version, headline="The publisher's own words"
    )
    said(link, act="agree")
    in_review.refresh_from_db()
    assert in_review.state == Revision.State.IN_REVIEW
    assert Note.objects.get().kind == Note.Kind.APPROVAL


def test_nobody_approves_their_own_words_by_a_link_to_themselves(
    in_review: Revision, publisher: User, reporter: User
) -> None:
    link = link_to(in_review, publisher, APPROVE, email=reporter.email.upper())
    said(link, act="agree")
    in_review.refresh_from_db()
    assert in_review.state == Revision.State.IN_REVIEW


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_a_link_reaches_no_further_than_its_maker_does_now(
    in_review: Revision, publisher: User, role: Role
) -> None:
    link = link_to(in_review, publisher, APPROVE)
    publisher.memberships.update(role=role)
    said(link, act="agree")
    in_review.refresh_from_db()
    assert in_review.state == Revision.State.IN_REVIEW
    assert Note.objects.get().kind == Note.Kind.APPROVAL  # advice all the same


def test_a_text_that_changed_while_it_was_read_is_not_approved(
    in_review: Revision, publisher: User, editor: User
) -> None:
    link = link_to(in_review, publisher, APPROVE)
    seen = in_review.digest
    drafting.save_draft(in_review, by=editor, version=in_review.version, headline="Quite another headline")
    answer = said(link, "Good", act="agree", digest=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quite another headline" in page
    assert "Good</textarea>" in page
    assert "The text has changed since the link was sent to you." in page
    in_review.refresh_from_db()
    assert in_review.state == Revision.State.IN_REVIEW
    with pytest.raises(NotAllowed):
        outside_reviewing.agree(link, "", digest=seen)


def test_who_may_make_one(draft: Revision, published: Any) -> None:
    for person in (cast.person("Nora Sport", Role.EDITOR, "sport"), cast.person("Other", Role.REPORTER)):
        client = Client()
        client.force_login(person, backend="accounts.backends.RoleBackend")
        page = reverse("admin:articles_article_reviewers", args=[draft.article_id])
        assert client.get(page).status_code == 403
        assert client.post(page, {"name": "X", "reach": COMMENT, "days": "3"}).status_code == 403
    assert ReviewLink.objects.count() == 0


def test_bad_fields_are_answered_at_the_field(draft: Revision, reporter: User) -> None:
    page = reverse("admin:articles_article_reviewers", args=[draft.article_id])
    answer = Desk(reporter, draft).client.post(
        page, {"name": "", "email": "no", "reach": COMMENT, "days": "900"}
    )
    assert answer.content.decode().count('class="errorlist"') == 3
    assert ReviewLink.objects.count() == 0
