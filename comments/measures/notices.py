"""What a person is told of measures against them: what, why, until when, and where to object. Only while it is true."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Section
from comments.measures import telling
from comments.models import Measure
from moderation.models import Evidence
from notifications.models import Notification
from notifications.renderers import Message

K = Measure.Kind


class _Notice:
    """One kind; ``holds`` says whether it is still true."""

    kind = ""

    def render(self, notification: Notification) -> Message | None:
        measure = (
            Measure.objects.filter(pk=notification.object_id).exclude(state=Measure.State.PROPOSED).first()
        )
        if measure is None or not self.holds(measure, notification):
            return None
        return Message(
            title=self.title(measure),
            path=reverse("comments:standing"),
            thread=f"measure-{measure.pk}",
            context={
                "measure": measure,
                "section": section_name(measure.section),
                "reason": self.reason(measure),
            },
        )

    def holds(self, measure: Measure, notification: Notification) -> bool:
        raise NotImplementedError

    def title(self, measure: Measure) -> str:
        raise NotImplementedError

    def reason(self, measure: Measure) -> str:
        return measure.words


class Taken(_Notice):
    """It began, and nobody took it back at once."""

    kind = telling.TAKEN

    def holds(self, measure: Measure, notification: Notification) -> bool:
        return measure.holds(timezone.now()) or notification.sent_at is not None

    def title(self, measure: Measure) -> str:
        return {
            K.WARNING: _("A warning about your comments"),
            K.PREMODERATION: _("Your comments are reviewed before they are shown"),
            K.SUSPENSION: _("You are suspended from commenting"),
            K.BAN: _("You can no longer comment"),
        }.get(K(measure.kind), str(measure))


class Changed(_Notice):
    """It lasts another time, or for another reason."""

    kind = telling.CHANGED

    def holds(self, measure: Measure, notification: Notification) -> bool:
        return notification.sent_at is not None or (
            measure.holds(timezone.now()) and _end_of(notification) == measure.until
        )

    def title(self, measure: Measure) -> str:
        return _("A measure about your comments was changed")


class Lifted(_Notice):
    """It is over before its time; who never heard of it hears nothing of this."""

    kind = telling.LIFTED

    def holds(self, measure: Measure, notification: Notification) -> bool:
        began = Notification.objects.filter(
            kind=telling.TAKEN,
            object_id=measure.pk,
            recipient=notification.recipient_id,
            channel=notification.channel,
            sent_at__isnull=False,
        )
        return measure.state == Measure.State.LIFTED and began.exists()

    def title(self, measure: Measure) -> str:
        return _("A measure about your comments was lifted")

    def reason(self, measure: Measure) -> str:
        lifted = Evidence.objects.filter(
            decision__kind=Measure._meta.label_lower, decision__object_id=measure.pk, decision__name="lift"
        )
        return str(lifted.values_list("words", flat=True).first() or "")


class Ended(_Notice):
    """Its time has run out; not if it was lifted or lasts another time by now."""

    kind = telling.ENDED

    def holds(self, measure: Measure, notification: Notification) -> bool:
        end = _end_of(notification)
        return (
            measure.state == Measure.State.IN_FORCE
            and end is not None
            and end == measure.until
            and end <= timezone.now()
        )

    def title(self, measure: Measure) -> str:
        if measure.kind in (K.SUSPENSION, K.BAN):
            return _("You can write comments again")
        return _("A measure about your comments has run out")


def _end_of(notification: Notification) -> datetime | None:
    until = notification.context.get("until")
    return datetime.fromisoformat(until) if until else None


def section_name(slug: str) -> str:
    """What the section is called; the bare slug of one that is gone; empty for the whole site."""
    if not slug:
        return ""
    return Section.objects.filter(slug=slug).values_list("name", flat=True).first() or slug


LABELS = {
    Taken.kind: gettext_lazy("A measure about my comments begins"),
    Changed.kind: gettext_lazy("A measure about my comments is changed"),
    Lifted.kind: gettext_lazy("A measure about my comments is lifted"),
    Ended.kind: gettext_lazy("A measure about my comments has run out"),
}
ALL = (Taken(), Changed(), Lifted(), Ended())
