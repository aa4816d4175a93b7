"""What people are told who got a version that was wrong: what it said wrongly, and where the right one stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.chasing import KIND
from articles.models import Correction
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("An article that I commented on or was sent is corrected")


class CorrectedNotice:
    """A correction of an article; untrue once the article is gone."""

    kind = KIND

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where readers cannot see the article any more."""
        corrections = Correction.objects.select_related("article__section", "article__live")
        correction = corrections.filter(pk=notification.object_id).first()
        if correction is None or correction.article.live is None or not correction.article.is_published:
            return None
        article, headline = correction.article, correction.article.live.headline
        return Message(
            _("Corrected: “%(headline)s”") % {"headline": headline},
            article.get_absolute_url(),
            f"article-{article.pk}",
            {"headline": headline, "note": correction.note},
        )
