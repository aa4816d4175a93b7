"""What moderators are told when a thread runs hot."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Breaker
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("A thread runs hot")


class Hot:
    """About one breaker, while it acts."""

    kind = "heat_breaker"

    def render(self, notification: Notification) -> Message | None:
        """The message; None once it is over or lifted."""
        breakers = Breaker.objects.select_related("article__live").filter(state=Breaker.State.ACTING)
        breaker = breakers.filter(pk=notification.object_id).first()
        if breaker is None:
            return None
        live = breaker.article.live
        headline = live.headline if live else str(breaker.article)
        is_held = breaker.kind == Breaker.Kind.HOLD
        title = (
            _("Comments on “%(headline)s” are held")
            if is_held
            else _("Comments on “%(headline)s” are slowed")
        )
        return Message(
            title % {"headline": headline},
            reverse("admin:comments_breaker_change", args=[breaker.pk]),
            f"breaker-{breaker.pk}",
            {"headline": headline, "why": breaker.why, "is_held": is_held, "ends_at": breaker.ends_at},
        )
