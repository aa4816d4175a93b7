"""Review by a second person: submit, request changes, approve, and the override that stands on record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.backends import people_with
from accounts.models import User
from articles import presence
from articles.drafting import may_edit
from articles.models import Revision
from moderation import mandates, queue
from moderation.actors import Actor, Deputy
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

UNAPPROVED = {"approved_by": None, "approved_at": None, "approved_digest": "", "approval_overridden": False}


@transaction.atomic
def submit(revision: Revision, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Hand a draft to the desk; everybody who may approve it is told. Raises moderation.errors.Refused."""
    _require_may_edit(revision, by)
    decision = transition(revision, "submit", by=by, version=version, text_digest=revision.digest, now=now)
    presence.release(revision.article_id)
    queue.enqueue(
        revision,
        section=revision.section_slug,
        priority=10 - revision.article.urgency,
        author_id=by.pk,
        language=revision.article.language,
    )
    reviewers = [
        person
        for person in people_with("articles.approve_revision")
        if person.has_perm("articles.approve_revision", revision)
    ]
    _tell(reviewers, "review_requested", revision, decision, by)
    return decision


@transaction.atomic
def request_changes(
    revision: Revision, *, by: User, version: int, reason: str, now: datetime | None = None
) -> Decision:
    """Give the text back to its writer with the reason. Raises moderation.errors.Refused."""
    decision = transition(
        revision,
        "request_changes",
        by=by,
        version=version,
        reason=reason,
        changes=dict(UNAPPROVED),
        text_digest=revision.digest,
        now=now,
    )
    presence.release(revision.article_id)
    queue.close(revision, decision)
    _tell_writer("changes_requested", revision, decision, by)
    return decision


@transaction.atomic
def approve(
    revision: Revision, *, by: User, version: int, reason: str = "", now: datetime | None = None
) -> Decision:
    """The second pair of eyes: binds the approval to the sha256 of this very text.

    Raises NotAllowed where ``by`` is the one who changed the text last, and the other refusals of the door.
    """
    if revision.changed_by_id == by.pk:
        raise NotAllowed(_("You changed this text last, so another person must approve it."))
    return _approve(revision, "approve", by, by, version, reason, now)


@transaction.atomic
def approve_as_deputy(
    revision: Revision, *, deputy: Deputy, version: int, reason: str = "", now: datetime | None = None
) -> Decision:
    """A rule as the second pair of eyes on unedited wire copy; the approval is that of the person who put it in force.

    Raises NotAllowed where nobody stands behind the rule, or somebody of the house has written in the text.
    """
    person = mandates.require(deputy, revision, "articles.approve_revision", "articles.publish_revision")
    if revision.changed_by_id is not None or revision.opened_by_id is not None:
        raise NotAllowed(_("The desk has worked on this text, so a person must approve it."))
    transition(revision, "submit", by=deputy, version=version, text_digest=revision.digest, now=now)
    return _approve(revision, "approve", deputy, person, revision.version, reason, now)


@transaction.atomic
def override(
    revision: Revision, *, by: User, version: int, reason: str, now: datetime | None = None
) -> Decision:
    """Approve without a second person, for a reason that stays on record. Raises moderation.errors.Refused."""
    return _approve(revision, "override", by, by, version, reason, now)


@transaction.atomic
def reopen(revision: Revision, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Take an approved or scheduled text back to draft; the approval is gone. Raises moderation.errors.Refused."""
    _require_may_edit(revision, by)
    changes = {**UNAPPROVED, "publish_at": None, "publish_zone": ""}
    return transition(
        revision, "reopen", by=by, version=version, changes=changes, text_digest=revision.digest, now=now
    )


def _require_may_edit(revision: Revision, by: User) -> None:
    if not may_edit(revision, by):
        raise NotAllowed(_("This is another person's text; your role does not allow working on it."))


def _approve(
    revision: Revision, name: str, by: Actor, person: User, version: int, reason: str, now: datetime | None
) -> Decision:
    now = now or timezone.now()
    changes = {
        "approved_by": person,
        "approved_at": now,
        "approved_digest": revision.digest,
        "approval_overridden": name == "override",
    }
    decision = transition(
        revision,
        name,
        by=by,
        version=version,
        reason=reason,
        changes=changes,
        text_digest=revision.digest,
        now=now,
    )
    presence.release(revision.article_id)
    queue.close(revision, decision)
    _tell_writer("approved", revision, decision, person)
    return decision


def _tell_writer(kind: str, revision: Revision, decision: Decision, by: User) -> None:
    if revision.changed_by is not None:
        _tell([revision.changed_by], kind, revision, decision, by)


def _tell(people: list[User], kind: str, revision: Revision, decision: Decision, by: User) -> None:
    tell(
        people,
        kind,
        event=f"decision:{decision.pk}",
        object_id=revision.pk,
        context={"decision": decision.pk},
        actor=by,
    )
