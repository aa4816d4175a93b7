"""How an item that was decided waits once more: what the wire changed, what we made of it, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from articles.comparing import Field, compare_values
from articles.joining import as_printed
from articles.models import Revision
from articles.saving import printed
from feeds.desk.drafted import drafted, of_version
from feeds.models import ImportedItem, ItemVersion
from feeds.versions import deciding
from feeds.versions.comparing import Meeting, meeting
from moderation.models import Decision
from moderation.queue import Action

WITHDRAW = "articles.withdraw_article"
ACCEPT = "feeds.accept_item"
_VERBS: dict[str, Callable[..., Decision]] = {
    "keep-ours": deciding.keep_ours,
    "keep-published": deciding.keep_published,
    "withdraw-article": deciding.withdraw_article,
}


@dataclass
class Newer:
    """What the card of an item says of its newer version."""

    item: ImportedItem

    @cached_property
    def versions(self) -> list[ItemVersion]:
        """The newest first."""
        return list(self.item.versions.order_by("-number")[:2])

    @cached_property
    def met(self) -> Meeting | None:
        """Of an accepted item: the three texts."""
        return meeting(self.item) if self.item.state == ImportedItem.State.ACCEPTED else None

    @cached_property
    def changed(self) -> list[Field]:
        """What the wire changed since we took it, or since it came before."""
        if self.met is not None:
            return self.met.by_wire
        if len(self.versions) < 2:
            return []
        newer, older = self.versions
        blank = printed(Revision())
        texts = [{**blank, **as_printed(drafted(of_version(one), credit=""))} for one in (older, newer)]
        return compare_values(*texts)

    @property
    def is_withdrawn(self) -> bool:
        return self.item.withdrawn_at is not None

    @property
    def overlaps(self) -> int:
        """How many places both changed."""
        return len(self.met.merged.overlaps) if self.met is not None else 0


def actions(newer: Newer, user: User) -> list[Action]:
    """What the person may do with an accepted item that waits again."""
    item = newer.item
    if newer.is_withdrawn:
        return _of_withdrawn(item, user)
    found = []
    if user.has_perm(ACCEPT, item):
        if newer.met is not None:
            merge = reverse("admin:feeds_importeditem_merge", args=[item.pk])
            found.append(Action("merge", _("Merge"), key="a", kind="primary", url=merge))
        found.append(Action("keep-ours", _("Keep ours"), key="r"))
    if item.missing_since is not None and user.has_perm(WITHDRAW, item) and _is_published(item):
        found.append(_withdraw())
    return found


def _of_withdrawn(item: ImportedItem, user: User) -> list[Action]:
    if not user.has_perm(WITHDRAW, item):
        return []
    keep = Action("keep-published", _("Keep, with a reason"), needs_reason=True)
    return [_withdraw(), keep] if _is_published(item) else [keep]


def _withdraw() -> Action:
    return Action("withdraw-article", _("Withdraw the article"), needs_reason=True, kind="danger")


def _is_published(item: ImportedItem) -> bool:
    return item.article is not None and item.article.is_published


def decide(item: ImportedItem, action: str, *, by: User, version: int, reason: str) -> Decision:
    """Call the verb. Raises KeyError for an action that is none of these, moderation.errors.Refused."""
    return _VERBS[action](item, by=by, version=version, reason=reason)


def knows(action: str) -> bool:
    """Whether the action is one of these."""
    return action in _VERBS
