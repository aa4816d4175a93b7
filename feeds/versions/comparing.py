"""Three texts beside each other: what the wire said when we took it, what it says now, and what we made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.comparing import Field, compare_values
from articles.joining import as_printed
from articles.merging import Merged, merge
from articles.models import Revision, SavedText
from articles.saving import printed
from feeds.desk.drafted import drafted, of_item, of_version
from feeds.models import ImportedItem, ItemVersion


@dataclass(frozen=True)
class Meeting:
    """What meets where a newer version comes to a text of ours. Each text maps the printed fields to their values."""

    item: ImportedItem
    text: Revision  # ours: worked on, else live
    taken: ItemVersion | None  # what ours was made from; None: before versions were kept
    newest: ItemVersion
    base: dict[str, Any]
    theirs: dict[str, Any]
    ours: dict[str, Any]
    merged: Merged

    @property
    def by_wire(self) -> list[Field]:
        """What the wire changed."""
        return compare_values(self.base, self.theirs)

    @property
    def by_desk(self) -> list[Field]:
        """What the desk changed."""
        return compare_values(self.base, self.ours)

    def outcome(self, choices: Sequence[str] = ()) -> dict[str, Any]:
        """The text that merging leaves; overlaps that nobody decided stay ours."""
        return self.merged.text(choices)

    @property
    def changes_nothing(self) -> bool:
        """Whether our text says already all that the wire says newly."""
        return not self.merged.overlaps and self.outcome() == self.ours


def meeting(item: ImportedItem) -> Meeting | None:
    """The three texts of an accepted item with a version that was not taken; None where nothing waits to be taken, or all
    is withdrawn.

    ``item.feed.source`` and ``item.article`` should be read.
    """
    newest = item.versions.order_by("-number").first()
    if item.article is None or item.withdrawn_at is not None or newest is None:
        return None
    if newest.number <= (item.taken_version or 0):
        return None
    text = text_of(item)
    if text is None:
        return None
    credit = item.feed.source.credit
    taken = item.versions.filter(number=item.taken_version).first() if item.taken_version else None
    ours = printed(text)
    was = as_printed(drafted(of_version(taken), credit=credit)) if taken else _first_text(item)
    base, theirs = {**ours, **was}, {**ours, **as_printed(drafted(of_item(item), credit=credit))}
    return Meeting(item, text, taken, newest, base, theirs, ours, merge(base, ours, theirs))


def text_of(item: ImportedItem) -> Revision | None:
    """The text of ours that a newer version meets."""
    texts = Revision.objects.with_article().filter(article=item.article_id)
    return (
        texts.filter(state__in=Revision.WORKING).first()
        or texts.filter(state=Revision.State.LIVE).first()
        or texts.order_by("-pk").first()
    )


def _first_text(item: ImportedItem) -> dict[str, Any]:
    """What the article began with, for items that were accepted before versions were kept."""
    first = SavedText.objects.filter(revision__article=item.article_id).order_by("revision", "number").first()
    from_wire = ("headline", "standfirst", "dateline_place", "dateline_date", "body", "credit")
    return {name: first.text.get(name) for name in from_wire} if first else {}
