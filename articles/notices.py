"""What the desk tells people: a text waits for them, came back, was approved, published or withdrawn."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Revision
from articles.troubles import LATE
from moderation.models import Decision
from moderation.wording import reason_of
from notifications.models import Notification
from notifications.renderers import Message, Renderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(slots=True)
class TextNotice:
    """A notice about one text. It is dropped where a newer decision has made it untrue."""

    kind: str
    while_in: tuple[str, ...]

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the text is gone or has passed on."""
        text = Revision.objects.with_article().filter(pk=notification.object_id).first()
        if text is None or text.state not in self.while_in:
            return None
        if self.kind == "published":
            path = text.article.get_absolute_url()
        else:
            path = reverse("admin:articles_article_change", args=[text.article_id])
        return _message(self.kind, text.headline, path, text.article, notification)


@dataclass(slots=True)
class WithdrawnNotice:
    """An article that readers saw is gone."""

    kind: str = "withdrawn"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the article was published again."""
        article = Article.objects.select_related("section", "live").filter(pk=notification.object_id).first()
        if article is None or article.withdrawn_at is None or article.live is None:
            return None
        path = reverse("admin:articles_article_change", args=[article.pk])
        return _message(self.kind, article.live.headline, path, article, notification)


@dataclass(slots=True)
class ExpiredNotice:
    """The time of an article ran out."""

    kind: str = "expired"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the article was brought back."""
        article = Article.objects.select_related("section", "live").filter(pk=notification.object_id).first()
        if article is None or article.expired_at is None or article.live is None:
            return None
        path = reverse("admin:articles_article_change", args=[article.pk])
        return _message(self.kind, article.live.headline, path, article, notification)


@dataclass(slots=True)
class FailedNotice:
    """A text was due and is not out."""

    kind: str = "publication_failed"

    def render(self, notification: Notification) -> Message | None:
        """The message with what stands against it now, or None where it is out or off the schedule."""
        text = Revision.objects.with_article().filter(pk=notification.object_id).first()
        if text is None or text.state != Revision.State.SCHEDULED or not text.publish_refusal:
            return None
        path = reverse("admin:articles_article_change", args=[text.article_id])
        message = _message(self.kind, text.headline, path, text.article, notification)
        return replace(message, context={**message.context, "reason": text.publish_refusal})


@dataclass(slots=True)
class LateNotice:
    """The clock was late, with how many texts it kept waiting."""

    kind: str = "publication_late"

    def render(self, notification: Notification) -> Message | None:
        """The message; it stays true."""
        text = Revision.objects.with_article().filter(pk=notification.object_id).first()
        if text is None:
            return None
        late = Revision.objects.filter(
            published_at__gte=notification.created_at,
            published_at__lt=notification.created_at + timedelta(hours=1),
            publish_at__lt=F("published_at") - LATE,
        ).count()
        message = _message(self.kind, text.headline, reverse("desk:calendar"), text.article, notification)
        waited = (
            int((text.published_at - text.publish_at) / timedelta(minutes=1))
            if text.published_at and text.publish_at
            else 0
        )
        return replace(message, context={**message.context, "late": max(late, 1), "minutes": max(waited, 1)})


# What cannot wait for the morning.
URGENT = {"publication_failed", "publication_late"}
S = Revision.State
# Each with its name on the page of preferences.
RENDERERS: "tuple[tuple[Renderer, StrOrPromise], ...]" = (
    (TextNotice("review_requested", (S.IN_REVIEW,)), gettext_lazy("A text waits for your review")),
    (TextNotice("changes_requested", (S.CHANGES_REQUESTED,)), gettext_lazy("Your text is to be changed")),
    (
        TextNotice("approved", (S.APPROVED, S.SCHEDULED, S.LIVE, S.SUPERSEDED)),
        gettext_lazy("Your text is approved"),
    ),
    (TextNotice("published", (S.LIVE,)), gettext_lazy("A text that you worked on is published")),
    (WithdrawnNotice(), gettext_lazy("An article that you worked on is withdrawn")),
    (ExpiredNotice(), gettext_lazy("An article that you worked on expired")),
    (FailedNotice(), gettext_lazy("A scheduled text could not be published")),
    (LateNotice(), gettext_lazy("Scheduled texts were published late")),
)


def _title(kind: str, headline: str) -> str:
    return {
        "review_requested": _("To review: “%(headline)s”"),
        "changes_requested": _("Changes requested: “%(headline)s”"),
        "approved": _("Approved: “%(headline)s”"),
        "published": _("Published: “%(headline)s”"),
        "withdrawn": _("Withdrawn: “%(headline)s”"),
        "expired": _("Expired: “%(headline)s”"),
        "publication_failed": _("Not published: “%(headline)s”"),
        "publication_late": _("Published late: “%(headline)s”"),
    }[kind] % {"headline": headline}


def _message(kind: str, headline: str, path: str, article: Article, notification: Notification) -> Message:
    decision = (
        Decision.objects.select_related("by", "evidence")
        .filter(pk=notification.context.get("decision"))
        .first()
    )
    context: dict[str, Any] = {
        "headline": headline,
        "section": article.section.name,
        "who": decision.actor_name if decision and decision.by_id else "",
        "reason": reason_of(decision) if decision else "",
    }
    return Message(_title(kind, headline), path, f"article-{article.pk}", context)
