"""How an imported item waits in the queue."""

from collections.abc import Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import restrictions
from articles.models import Section
from feeds.desk import accepting, resembling
from feeds.desk.drafted import standfirst
from feeds.desk.wire_copy import split_dateline, without_pictures
from feeds.models import ImportedItem
from feeds.versions import card
from moderation.models import Decision
from moderation.queue import Action, Face
from moderation.workflow import Words

# "accept-in-world": the feed leaves the section to the desk, so every section is a button of its own.
ACCEPT_IN = "accept-in-"


class Sheet:
    """One item as its card prints it."""

    def __init__(self, item: ImportedItem) -> None:
        self.item = item
        self._copy = split_dateline(without_pictures(item.body))

    @property
    def dateline(self) -> str:
        return self._copy.place

    @cached_property
    def text(self) -> SafeString:
        """The full text without its pictures: nothing of the card asks another house for anything."""
        return mark_safe(self._copy.body)  # noqa: S308 — sanitised when it was parsed

    @property
    def standfirst(self) -> str:
        """The summary, where it is not the text's own beginning."""
        return standfirst(self.item.summary, self.item.body)

    @property
    def restrictions(self) -> list[str]:
        """What its owner restricts, in words."""
        return restrictions.in_words(self.item.restrictions)

    @property
    def rules(self) -> list[str]:
        """The routing rules that took hold of it, by the names that they had."""
        return [str(rule.get("name", "")) for rule in self.item.routed.get("rules", [])]

    @property
    def tags(self) -> list[str]:
        """What those rules give to the article that is made of it."""
        return [str(tag) for tag in self.item.routed.get("tags", [])]

    @property
    def copies(self) -> list[ImportedItem]:
        """The same words from elsewhere."""
        return list(self.item.duplicates.all())

    @cached_property
    def alike(self) -> resembling.Alike | None:
        """The report whose copy it may be; asked for only where there is one."""
        return resembling.alike(self.item)

    @cached_property
    def newer(self) -> card.Newer | None:
        """What came after the version that the desk knows; asks the database only where something did."""
        was_decided = self.item.state == ImportedItem.State.ACCEPTED
        return card.Newer(self.item) if was_decided or self.item.updated_at is not None else None


class ImportedItemCard:
    """The queue's card of the wire."""

    kind = "feeds.importeditem"
    label: Words = gettext_lazy("Wire")
    template = "feeds/queue_card.html"
    undoes = frozenset({"reject"})

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """Three queries: the items with their feeds, their copies, and the sections if somebody must choose one."""
        copies = ImportedItem.objects.select_related("feed__source").order_by("id")
        items = ImportedItem.objects.select_related(
            "feed__source",
            "feed__section",
            "section",
            "article__section",
            "resembles__section",
            "resembles__feed__section",
        ).prefetch_related(Prefetch("duplicates", queryset=copies))
        found = list(items.filter(pk__in=object_ids))
        sections = (
            list(Section.objects.all())
            if any(not (item.section_id or item.feed.section_id) for item in found)
            else []
        )
        return {item.pk: self._face(item, user, sections) for item in found}

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Call the verb. Raises moderation.errors.Refused, Section.DoesNotExist."""
        item = ImportedItem.objects.select_related(
            "feed__source", "feed__section", "section", "article__section"
        ).get(pk=object_id)
        if card.knows(action):
            return card.decide(item, action, by=by, version=version, reason=reason)
        if resembling.knows(action):
            return resembling.decide(item, action, by=by, version=version, reason=reason)
        if action == "reject":
            return accepting.reject(item, by=by, version=version, reason=reason)
        slug = action.removeprefix(ACCEPT_IN)
        section = Section.objects.get(slug=slug) if slug != action else None
        return accepting.accept(item, by=by, version=version, section=section)

    def undo(self, object_id: int, *, by: User, version: int) -> Decision:
        """Let it wait again. Raises moderation.errors.Refused, ImportedItem.DoesNotExist."""
        return accepting.reopen(ImportedItem.objects.get(pk=object_id), by=by, version=version)

    def _face(self, item: ImportedItem, user: User, sections: list[Section]) -> Face:
        sheet = Sheet(item)
        was_decided = item.state == ImportedItem.State.ACCEPTED
        return Face(
            title=item.headline,
            version=item.version,
            url=reverse("admin:feeds_importeditem_change", args=[item.pk]),
            context={"sheet": sheet},
            actions=card.actions(sheet.newer, user)
            if was_decided and sheet.newer
            else [
                *self._ways_in(item, user, sections),
                *self._ways_out(item, user),
                *resembling.actions(item, user),
            ],
            onward_url=reverse("admin:articles_article_change", args=[item.article_id])
            if item.article_id
            else "",
            onward_label=_("Open the draft"),
        )

    def _ways_in(self, item: ImportedItem, user: User, sections: list[Section]) -> list[Action]:
        if item.wire_status != ImportedItem.WireStatus.USABLE:
            return []  # the wire keeps it back; its reason stands on the card
        if (item.section or item.feed.section) is not None:
            allowed = user.has_perm("feeds.accept_item", item)
            return [Action("accept", _("Accept"), key="a", kind="primary")] if allowed else []
        return [
            Action(f"{ACCEPT_IN}{section.slug}", _("Accept for %(section)s") % {"section": section.name})
            for section in sections
            if user.has_perm("feeds.accept_item", section)
        ]

    def _ways_out(self, item: ImportedItem, user: User) -> list[Action]:
        if not user.has_perm("feeds.reject_item", item):
            return []
        return [Action("reject", _("Reject"), key="r", kind="danger")]
