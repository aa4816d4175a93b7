"""The notice of an alarm."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feeds.alerting.wording import in_words
from feeds.models import Feed
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("A feed needs somebody")


class FeedNotice:
    """About one feed; dropped where the alarm is over before it leaves."""

    kind = "feed_alarm"

    def render(self, notification: Notification) -> Message | None:
        """The message, in the language of who gets it; None where there is nothing to tell any more."""
        cause = str(notification.context.get("cause", ""))
        feed = Feed.objects.select_related("source").filter(pk=notification.object_id).first()
        if feed is None or cause not in feed.alerts:
            return None
        words = in_words(feed, cause, timezone.now())
        return Message(
            _("Feed “%(feed)s”: %(words)s") % {"feed": feed, "words": words},
            reverse("admin:feeds_feed_change", args=[feed.pk]),
            f"feed-{feed.pk}",
            {"feed": str(feed), "words": words},
        )
