"""What a person may do with an article now, and doing it: the same for the editing page and the queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting, expiring, publishing, reviewing, withdrawing
from articles.models import Article, Revision
from articles.workflow import REVISION
from moderation.errors import Conflict, NotAllowed
from moderation.recording import latest_decision

PRIMARY = ("submit", "approve", "publish")
BY_OTHERS = ("supersede",)  # follows from publishing; nobody takes it alone


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may be done from here. With ``why_not`` it is shown with the reason and without a button."""

    name: str
    label: str
    needs_reason: bool = False
    kind: str = "neutral"  # primary | neutral | danger
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What was given along with a step: the reason for the record, the notice to readers, the time to publish."""

    reason: str = ""
    notice: str = ""
    publish_at: datetime | None = None
    zone: str = ""


def steps_for(article: Article, revision: Revision | None, person: User) -> list[Step]:
    """The steps that the person may take, what leads on first; ``revision`` is the working one, if any."""
    steps = [] if revision is None else _revision_steps(revision, person)
    if revision is None and article.live is not None and person.has_perm("articles.write_revision", article):
        steps.append(Step("revise", _("Revise the live text"), kind="primary"))
    if article.expired_at is not None and person.has_perm("articles.publish_revision", article):
        ends = article.expires_at is not None and article.expires_at <= timezone.now()
        why_not = (
            _("Its time has run out: give it a later end in the filing, or none, and save.") if ends else ""
        )
        steps.append(Step("renew", _("Bring back to readers"), kind="primary", why_not=why_not))
    if article.is_published and person.has_perm("articles.withdraw_article", article):
        steps.append(Step("withdraw", _("Withdraw the article"), needs_reason=True, kind="danger"))
    return sorted(steps, key=lambda step: step.kind != "primary")


def take(name: str, article: Article, revision: Revision, *, by: User, version: int, words: Words) -> None:
    """Take the step on the text that the caller saw. Raises moderation.errors.Refused."""
    current = type(revision).objects.with_article().get(pk=revision.pk)
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    if name == "revise":
        drafting.revise(article, by=by)
    elif name == "withdraw":
        withdrawing.withdraw(article, by=by, reason=words.reason, notice=words.notice)
    elif name == "renew":
        expiring.renew(article, by=by)
    elif name in _VERBS:
        _VERBS[name](current, by, version, words)
    else:
        raise NotAllowed(_("There is no such step."))


def said(name: str) -> str:
    """What the person is told once the step is taken."""
    return {
        "submit": _("Handed to the desk for review."),
        "request_changes": _("Given back to the writer with your reason."),
        "approve": _("Approved."),
        "override": _("Approved without a second person; your reason is on record."),
        "schedule": _("Scheduled."),
        "unschedule": _("Taken off the schedule; it stays approved."),
        "reopen": _("Open for editing again; the approval is gone."),
        "publish": _("Published."),
        "revise": _("A working copy of the live text is open; readers go on seeing the live one."),
        "renew": _("Back on the site."),
        "withdraw": _("Withdrawn. Readers find the notice in its place."),
    }.get(name, _("Saved."))


def _revision_steps(revision: Revision, person: User) -> list[Step]:
    steps = []
    for step in REVISION.leaving(revision.state):
        if step.name in BY_OTHERS or not person.has_perm(step.permission, revision):
            continue
        if step.name in ("submit", "reopen") and not drafting.may_edit(revision, person):
            continue
        own = step.name == "approve" and revision.changed_by_id == person.pk
        why_not = _("You changed this text last, so another person must approve it.") if own else ""
        kind = "primary" if step.name in PRIMARY else "neutral"
        steps.append(Step(step.name, str(step.label), step.needs_reason, kind, why_not))
    return steps


def _schedule(revision: Revision, by: User, version: int, words: Words) -> None:
    if words.publish_at is None:
        raise NotAllowed(_("Say when it is to be published."))
    publishing.schedule(revision, by=by, version=version, publish_at=words.publish_at, zone=words.zone)


_VERBS: dict[str, Callable[[Revision, User, int, Words], object]] = {
    "submit": lambda text, by, version, words: reviewing.submit(text, by=by, version=version),
    "request_changes": lambda text, by, version, words: reviewing.request_changes(
        text, by=by, version=version, reason=words.reason
    ),
    "approve": lambda text, by, version, words: reviewing.approve(text, by=by, version=version),
    "override": lambda text, by, version, words: reviewing.override(
        text, by=by, version=version, reason=words.reason
    ),
    "schedule": _schedule,
    "unschedule": lambda text, by, version, words: publishing.unschedule(text, by=by, version=version),
    "reopen": lambda text, by, version, words: reviewing.reopen(text, by=by, version=version),
    "publish": lambda text, by, version, words: publishing.publish(text, by=by, version=version),
}
