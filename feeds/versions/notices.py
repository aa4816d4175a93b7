"""What the desk is told at once: the wire withdrew a report of which we made an article."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feeds.models import ImportedItem
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("The wire withdrew a report that we took")
LOST_LABEL = gettext_lazy("A report that we took vanished from its feed")


@dataclass(slots=True)
class WireNotice:
    """About one item; dropped where it is no longer true, or our article is off the site."""

    kind: str

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the wire sent the report again."""
        items = ImportedItem.objects.select_related("article__section", "feed__source")
        item = items.filter(pk=notification.object_id).first()
        if item is None or item.article is None or item.article.withdrawn_at is not None:
            return None
        is_withdrawn = self.kind == "wire_withdrawn"
        if (item.withdrawn_at if is_withdrawn else item.missing_since) is None:
            return None
        title = _("Withdrawn by the wire: “%(headline)s”") if is_withdrawn else _("Vanished: “%(headline)s”")
        return Message(
            title % {"headline": item.headline},
            reverse("admin:feeds_importeditem_change", args=[item.pk]),
            f"article-{item.article.pk}",
            {
                "headline": item.headline,
                "feed": str(item.feed.source),
                "is_published": item.article.is_published,
                "section": item.article.section.name,
            },
        )
