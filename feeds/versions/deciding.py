"""The desk's verbs on a newer version: take the wire's changes into our text, keep ours, withdraw what was withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting, withdrawing
from articles.holding import hold
from articles.joining import as_fields
from articles.models import Article, Revision, SavedText
from feeds.models import ImportedItem, ItemVersion
from feeds.versions.comparing import Meeting, meeting
from moderation import queue
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.recording import latest_decision
from moderation.transition import transition

Change = ItemVersion.Change
# What readers are told of a published change, until whoever publishes says otherwise.
KIND_OF_CHANGE = {Change.CORRECTION: Revision.Change.CORRECTION, Change.SUBSTANTIVE: Revision.Change.UPDATE}


@transaction.atomic
def take(
    item: ImportedItem,
    *,
    by: User,
    version: int,
    text_version: int,
    choices: Sequence[str] = (),
    now: datetime | None = None,
) -> Revision:
    """Merge the wire's changes into the text that is worked on, or into a new working copy of the live one.

    ``text_version`` is that of our text as the person saw it, ``choices`` settle the overlaps in their order. What comes
    of it is a draft: readers see it when it has passed review. Raises NotAllowed (role, a closed text), Conflict (our
    text or the wire's changed meanwhile, nothing waits), ValueError for a choice that was not offered.
    """
    now = now or timezone.now()
    _hold(item)
    hold(_article_of(item).pk)
    met = _waiting(item)
    if met.text.version != text_version:
        raise Conflict(met.text, latest_decision(met.text))
    kind = KIND_OF_CHANGE.get(Change(met.newest.change), Revision.Change.MINOR)
    text = met.text
    if text.state not in Revision.WORKING:
        text = drafting.revise(_article_of(item), by=by, change=kind, now=now)
    words = met.outcome(choices)
    changed: dict[str, Any] = {name: value for name, value in words.items() if value != met.ours[name]}
    changed.pop("change", None)
    saved = drafting.save_draft(
        text,
        by=by,
        version=text.version,
        origin=SavedText.Origin.MERGED,
        reason=_("The wire’s version %(number)s") % {"number": met.newest.number},
        now=now,
        **as_fields(changed),
    )
    _settle(item, "merge", by=by, version=version, newest=met.newest.number, now=now)
    return saved


@transaction.atomic
def keep_ours(
    item: ImportedItem, *, by: User, version: int, reason: str = "", now: datetime | None = None
) -> Decision:
    """Leave our text as it is; the next version is compared with this one. Raises NotAllowed, Conflict."""
    newest = item.versions.order_by("-number").values_list("number", flat=True).first()
    return _settle(item, "keep_ours", by=by, version=version, newest=newest, reason=reason, now=now)


@transaction.atomic
def keep_published(
    item: ImportedItem, *, by: User, version: int, reason: str, now: datetime | None = None
) -> Decision:
    """Stand by what the wire withdrew. Raises NotAllowed, ReasonRequired, Conflict."""
    newest = item.versions.order_by("-number").values_list("number", flat=True).first()
    return _settle(item, "keep_published", by=by, version=version, newest=newest, reason=reason, now=now)


@transaction.atomic
def withdraw_article(
    item: ImportedItem, *, by: User, version: int, reason: str, now: datetime | None = None
) -> Decision:
    """Take the article off the site, as the wire took its report back.

    Raises NotAllowed (role, not published), ReasonRequired, Conflict (decided or withdrawn meanwhile).
    """
    _hold(item)
    withdrawing.withdraw(_article_of(item), by=by, reason=reason, now=now)
    return _settle(
        item, "follow_kill", by=by, version=version, newest=item.taken_version, reason=reason, now=now
    )


def _settle(
    item: ImportedItem,
    name: str,
    *,
    by: User,
    version: int,
    newest: int | None,
    reason: str = "",
    now: datetime | None = None,
) -> Decision:
    decision = transition(
        item, name, by=by, version=version, reason=reason, changes={"taken_version": newest}, now=now
    )
    queue.close(item, decision)
    return decision


def _hold(item: ImportedItem) -> None:
    """The report's row first, then the article's, as intake does; so the two never wait for each other."""
    ImportedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _waiting(item: ImportedItem) -> Meeting:
    met = meeting(item)
    if met is None:
        raise Conflict(item, latest_decision(item))
    return met


def _article_of(item: ImportedItem) -> Article:
    if item.article is None:
        raise NotAllowed(_("No article was made of this report."))
    return item.article
