"""What is told of possible corrections: to the desk that one came, to who sent it what came of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.hints import sending
from comments.models import CorrectionHint
from notifications.models import Notification
from notifications.renderers import Message


def _hint(notification: Notification) -> CorrectionHint | None:
    found = CorrectionHint.objects.select_related(
        "comment__author", "article__section", "article__live", "correction"
    )
    return found.filter(pk=notification.object_id, comment__deleted_at=None).first()


def _message(hint: CorrectionHint, title: str, path: str) -> Message:
    headline = hint.article.live.headline if hint.article.live else str(hint.article)
    note = hint.correction.note if hint.correction else ""
    context = {"hint": hint, "headline": headline, "note": note}
    return Message(title % {"headline": headline}, path, f"hint-{hint.pk}", context)


class Sent:
    """To the desk; untrue once it is answered."""

    kind = sending.SENT

    def render(self, notification: Notification) -> Message | None:
        hint = _hint(notification)
        if hint is None or hint.state != CorrectionHint.State.OPEN:
            return None
        path = reverse("admin:comments_correctionhint_change", args=[hint.pk])
        return _message(hint, _("A possible mistake in “%(headline)s”"), path)


class Answered:
    """To who sent it."""

    kind = sending.ANSWERED

    def render(self, notification: Notification) -> Message | None:
        hint = _hint(notification)
        if hint is None or hint.state == CorrectionHint.State.OPEN:
            return None
        title = (
            _("Your hint about “%(headline)s” is taken up")
            if hint.state == CorrectionHint.State.TAKEN_UP
            else _("Your hint about “%(headline)s” was looked at")
        )
        return _message(hint, title, reverse("comments:show", args=[hint.comment_id]))


class Corrected:
    """To who sent it: the correction is published."""

    kind = sending.CORRECTED

    def render(self, notification: Notification) -> Message | None:
        hint = _hint(notification)
        if hint is None or hint.correction is None or not hint.article.is_published:
            return None
        return _message(
            hint, _("“%(headline)s” is corrected: your hint helped"), hint.article.get_absolute_url()
        )


FOR_READERS = (
    (Answered(), gettext_lazy("The desk answers my hint about a mistake")),
    (Corrected(), gettext_lazy("A correction that I hinted at is published")),
)
FOR_STAFF = ((Sent(), gettext_lazy("A reader points out a possible mistake in an article of mine")),)
