"""An embargo that is about to end: who works on the text and who publishes in its section are told in time."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.backends import people_with
from articles.models import Revision
from notifications.models import Notification
from notifications.outbox import tell
from notifications.renderers import Message

KIND = "embargo_ending"
LABEL = gettext_lazy("An embargo is about to end")
NOTICE = timedelta(minutes=30)
PUBLISH = "articles.publish_revision"
BATCH = 100


def remind_due(now: datetime | None = None) -> int:
    """Tell of embargoes that end within half an hour; once each, and anew where the time is changed. How many."""
    now = now or timezone.now()
    ending = (
        Revision.objects.with_article()
        .filter(
            state__in=Revision.WORKING,
            article__embargo_until__gt=now,
            article__embargo_until__lte=now + NOTICE,
        )
        .select_related("changed_by")
        .order_by("article__embargo_until")[:BATCH]
    )
    for text in ending:
        people = {person.pk: person for person in people_with(PUBLISH) if person.has_perm(PUBLISH, text)}
        if text.changed_by is not None:
            people[text.changed_by.pk] = text.changed_by
        until = f"{text.article.embargo_until:%Y%m%d%H%M}"
        tell(
            people.values(),
            KIND,
            event=f"embargo:{text.article_id}:{until}",
            object_id=text.pk,
            context={"until": until},
            now=now,
        )
    return len(ending)


class EmbargoNotice:
    """Untrue once the time is another, or the text is out."""

    kind = KIND

    def render(self, notification: Notification) -> Message | None:
        """The message, with the time on the reader's clock."""
        text = Revision.objects.with_article().filter(pk=notification.object_id).first()
        if text is None or text.state not in Revision.WORKING or text.article.embargo_until is None:
            return None
        if f"{text.article.embargo_until:%Y%m%d%H%M}" != notification.context.get("until"):
            return None
        when = formats.date_format(timezone.localtime(text.article.embargo_until), "TIME_FORMAT")
        words = {"headline": text.headline, "when": when}
        context = {**words, "section": text.article.section.name, "state": text.get_state_display()}
        path = reverse("admin:articles_article_change", args=[text.article_id])
        title = _("Embargo ends at %(when)s: “%(headline)s”") % words
        return Message(title, path, f"article-{text.article_id}", context)
