"""Small cards of the tests' own: the door's pages are tried without the rooms above it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles import reviewing
from articles.models import Article, Revision
from comments.models import Comment
from moderation import queue
from moderation.models import Decision
from moderation.queue import Action, Face
from moderation.transition import transition
from newsroom.testing import cast


class RevisionCard:
    kind = "articles.revision"
    label = "Articles in review"
    template = "moderation/tests/card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        found = Revision.objects.filter(pk__in=object_ids).with_article()
        return {revision.pk: self._face(revision, user) for revision in found}

    def _face(self, revision: Revision, user: User) -> Face:
        actions = []
        if revision.state == "in_review" and user.has_perm("articles.approve_revision", revision):
            actions = [
                Action("approve", "Approve", key="a", kind="primary"),
                Action("request_changes", "Request changes", key="r", needs_reason=True),
                Action("edit", "Edit", key="e", url=f"/admin/articles/{revision.pk}/"),
            ]
        return Face(revision.headline, revision.version, "/there/", {"text": revision.standfirst}, actions)

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        revision = Revision.objects.with_article().get(pk=object_id)
        if action == "approve":
            return reviewing.approve(revision, by=by, version=version)
        return reviewing.request_changes(revision, by=by, version=version, reason=reason)


class CommentCard:
    kind = "comments.comment"
    label = "Comments"
    template = "moderation/tests/card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        actions = [
            Action("approve", "Approve", key="a", kind="primary"),
            Action("reject", "Reject", key="r", needs_reason=True, kind="danger"),
            Action("spam", "Spam", key="s", kind="danger"),
        ]
        return {
            comment.pk: Face(
                f"Comment by {comment.author}",
                comment.version,
                context={"text": comment.text},
                actions=actions if comment.state == "pending" else (),
            )
            for comment in Comment.objects.filter(pk__in=object_ids).select_related("author")
        }

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        comment = Comment.objects.get(pk=object_id)
        decision = transition(comment, action, by=by, version=version, reason=reason)
        queue.close(comment, decision)
        return decision


@pytest.fixture(autouse=True)
def _cards(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' cards, and their template, instead of the rooms' own."""
    (templates,) = settings.TEMPLATES
    own = str(Path(__file__).parent / "templates")
    settings.TEMPLATES = [{**templates, "DIRS": [*templates["DIRS"], own]}]
    monkeypatch.setattr(queue, "_cards", {})
    queue.register(RevisionCard())
    queue.register(CommentCard())


def submitted(writer: User, **fields: object) -> Revision:
    """A text that waits for a second person."""
    revision = cast.draft(writer, **fields)
    reviewing.submit(revision, by=writer, version=revision.version)
    return revision


def comment(author: User, article: Article, text: str = "The bell again?") -> Comment:
    """A comment that waits."""
    written = Comment.objects.create(author=author, article=article, text=text, html=f"<p>{text}</p>")
    reasons = [{"rule": "first", "words": "First comment of this person"}]
    queue.enqueue(written, section=article.section.slug, reasons=reasons)
    return written


def signed_in(person: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client
