"""A report that may be the same copy as another: both are compared, and the desk says what they are."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from articles.comparing import Field, compare_values
from articles.joining import as_printed
from articles.models import Revision
from articles.saving import printed
from feeds.desk.drafted import drafted, of_item
from feeds.intake import renewing
from feeds.intake.keeping_versions import BESIDE
from feeds.intake.waiting import reasons_for
from feeds.models import ImportedItem
from feeds.versions.classifying import classify
from feeds.versions.wording import of_item as wording_of
from moderation import queue
from moderation.errors import NotAllowed
from moderation.models import Decision, Item
from moderation.queue import Action
from moderation.transition import transition

SAME, NEWER, DIFFERENT = "same-copy", "newer-version", "different"
State = ImportedItem.State
# What a version says, without what it is called by: the report that goes on keeps its own names.
SAID = ("headline", "summary", "body", *(name for name in BESIDE if name not in {"guid", "link"}))


@dataclass
class Alike:
    """The two reports, as the card shows them."""

    item: ImportedItem
    other: ImportedItem

    @cached_property
    def changed(self) -> list[Field]:
        """From the words of the other to those of this one."""
        blank = printed(Revision())
        texts = [{**blank, **as_printed(drafted(of_item(one), credit=""))} for one in (self.other, self.item)]
        return compare_values(*texts)

    @property
    def share(self) -> int:
        """How much of the shorter stands in the longer, per cent."""
        return round(100 * (self.item.resemblance or 0))


def alike(item: ImportedItem) -> Alike | None:
    """What the item is to be compared with while it waits for the desk's word; None if with nothing."""
    if item.state != ImportedItem.State.HELD or item.resembles_id is None:
        return None
    other = ImportedItem.objects.select_related("feed__source").filter(pk=item.resembles_id).first()
    return Alike(item, other) if other is not None else None


def actions(item: ImportedItem, user: User) -> list[Action]:
    """What the person may say of the two."""
    if item.state != ImportedItem.State.HELD or item.resembles_id is None:
        return []
    found = []
    if user.has_perm("feeds.reject_item", item):
        found.append(Action(SAME, _("Same copy"), key="s"))
    if user.has_perm("feeds.accept_item", item):
        if _goes_on(item.resembles, user):
            found.append(Action(NEWER, _("Newer version of it"), key="v"))
        found.append(Action(DIFFERENT, _("Different"), key="d"))
    return found


@transaction.atomic
def fold(item: ImportedItem, *, by: User, version: int, reason: str = "") -> Decision:
    """Say that the item is the copy of what it resembles: it waits no longer. Raises NotAllowed, Conflict."""
    other = item.resembles
    if other is None:
        raise NotAllowed(_("The other report is not there any more."))
    # Whose copy the other is, if it was folded meanwhile: copies hang on one report.
    original = other.duplicate_of_id if other.duplicate_of_id is not None else other.pk
    changes = {"duplicate_of_id": original, "anchors": []}
    decision = transition(item, "fold", by=by, version=version, reason=reason, changes=changes)
    queue.close(item, decision)
    return decision


@transaction.atomic
def supersede(item: ImportedItem, *, by: User, version: int, reason: str = "") -> Decision:
    """Say that the item is a newer version of what it resembles: that one goes on with its words, and the article that
    was made of it is put to the desk as after any newer version. Raises NotAllowed, Conflict.
    """
    now = timezone.now()
    others = ImportedItem.objects.select_for_update(of=("self",))
    other = others.filter(pk=item.resembles_id).first() if item.resembles_id is not None else None
    if other is None or not _goes_on(other, by):
        raise NotAllowed(
            _("The other report does not wait and was not accepted: this one stands for itself.")
        )
    decision = fold(item, by=by, version=version, reason=reason)
    change, why = classify(wording_of(other), wording_of(item))
    words = _("“%(headline)s” from %(feed)s was taken for a newer version by %(who)s.")
    named = {"headline": item.headline, "feed": item.feed, "who": by}
    changes = {name: getattr(item, name) for name in SAID}
    changes |= {"fingerprint": item.fingerprint, "sketch": item.sketch, "updated_at": now}
    renewing.carry_on(other, changes, change, why, by=by, words=words % named, now=now)
    return decision


def _goes_on(other: ImportedItem | None, user: User) -> bool:
    """Whether a report may get a newer version from elsewhere: it waits, or an article was made of it."""
    return (
        other is not None
        and other.state in {State.HELD, State.ACCEPTED}
        and user.has_perm("feeds.accept_item", other)
    )


@transaction.atomic
def tell_apart(item: ImportedItem, *, by: User, version: int, reason: str = "") -> Decision:
    """Say that the two are different: the item waits on as any other. Raises NotAllowed, Conflict."""
    changes = {"resembles_id": None, "resemblance": None}
    decision = transition(item, "tell_apart", by=by, version=version, reason=reason, changes=changes)
    waiting = Item.objects.filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None)
    waiting.update(reasons=reasons_for(item))
    return decision


_VERBS: dict[str, Callable[..., Decision]] = {SAME: fold, NEWER: supersede, DIFFERENT: tell_apart}


def knows(action: str) -> bool:
    """Whether the action is one of this card's."""
    return action in _VERBS


def decide(item: ImportedItem, action: str, *, by: User, version: int, reason: str) -> Decision:
    """Call the verb. Raises moderation.errors.Refused."""
    return _VERBS[action](item, by=by, version=version, reason=reason)
