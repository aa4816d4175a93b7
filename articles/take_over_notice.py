"""Telling who wrote that somebody else has taken over, and that their words are kept."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import Revision
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("Somebody goes on writing in your text")


@dataclass(slots=True)
class TakenOverNotice:
    """Dropped where the text is no longer worked on: then there is nothing to join."""

    kind: str = "taken_over"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the text is gone or public."""
        text = Revision.objects.with_article().filter(pk=notification.object_id).first()
        by = User.objects.filter(pk=notification.context.get("by")).first()
        if text is None or text.state not in Revision.WORKING or by is None:
            return None
        path = reverse("admin:articles_article_change", args=[text.article_id])
        title = _("%(who)s writes in “%(headline)s” now") % {"who": by, "headline": text.headline}
        context = {"headline": text.headline, "section": text.article.section.name, "who": str(by)}
        return Message(title, path, f"article-{text.article_id}", context)
