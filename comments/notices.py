"""What people are told about comments: rendered when it leaves, and only while it is true."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article
from comments import following, leaving, muting
from comments.models import Comment, Follow
from comments.rendering import words
from moderation.appeals.appealables import statement_of
from moderation.models import Appeal, Decision, Evidence
from notifications.composing import absolute
from notifications.models import Notification
from notifications.renderers import Message

TOGETHER = timedelta(minutes=10)  # answers in one thread that come within it make one mail
QUOTED = 60  # words of a comment in a mail; who wants more follows the link


def _told(notification: Notification) -> Comment | None:
    comments: QuerySet[Comment] = Comment.objects.select_related("author", "article__live", "parent__author")
    return comments.filter(pk=notification.object_id, deleted_at=None).first()


def _holds(notification: Notification) -> bool:
    """Whether the decision that the notice is of still says where the comment stands: none since led it elsewhere.

    What left it where it was (a report without consequence, a pick, a passage taken out) takes nothing back.
    """
    decisions = Decision.objects.filter(kind=Comment._meta.label_lower, object_id=notification.object_id)
    last = (
        decisions.exclude(from_state=F("to_state"))
        .order_by("-object_version")
        .values_list("pk", flat=True)
        .first()
    )
    return last is not None and last == notification.context.get("decision")


def _told_before(notification: Notification, *others: str) -> bool:
    """Whether what the person was told of the comment last before this, among these kinds, is the same already."""
    told = Notification.objects.filter(
        kind__in=[notification.kind, *others],
        object_id=notification.object_id,
        recipient=notification.recipient_id,
        channel=notification.channel,
        sent_at__isnull=False,
        dropped_at=None,
    )
    told = told.exclude(pk=notification.pk)
    if notification.sent_at is not None:  # looked at again on the person's page
        told = told.filter(sent_at__lt=notification.sent_at)
    return told.order_by("-sent_at", "-pk").values_list("kind", flat=True).first() == notification.kind


def _message(comment: Comment, title: str, **context: object) -> Message:
    """``title`` may name the article's ``headline`` and the comment's author, ``name``."""
    live = comment.article.live
    headline = live.short_headline or live.headline if live else ""
    return Message(
        title=title % {"headline": headline, "name": comment.author},
        path=reverse("comments:show", args=[comment.pk]),
        thread=f"comments-{comment.article_id}",
        context={
            "headline": headline,
            "author": str(comment.author),
            "words": Truncator(" ".join(words(comment.html).split())).words(QUOTED),
            **context,
        },
    )


class Approved:
    """To the author: everybody can read it now."""

    kind = "comment_approved"

    def render(self, notification: Notification) -> Message | None:
        comment = _told(notification)
        if comment is None or not comment.is_visible or not comment.article.is_published:
            return None
        if not _holds(notification) or _told_before(notification, Rejected.kind):
            return None
        if Appeal.objects.filter(remedy=notification.context.get("decision")).exists():
            return None  # the outcome of their appeal says it
        return _message(comment, _("Your comment on “%(headline)s” is published"))


class Rejected:
    """To the author: not published, or taken out, and why. Untrue once somebody decided otherwise."""

    kind = "comment_rejected"

    def render(self, notification: Notification) -> Message | None:
        comment = _told(notification)
        if comment is None or not _holds(notification):
            return None
        newest = Decision.objects.get(pk=notification.context["decision"])
        evidence = Evidence.objects.filter(decision=newest).first()
        removed = newest.name == "remove"
        title = (
            _("Your comment on “%(headline)s” was removed")
            if removed
            else _("Your comment on “%(headline)s” was not published")
        )
        statement = statement_of(newest)
        reason = evidence.words if evidence else ""
        message = _message(comment, title, removed=removed, reason=reason, statement=statement)
        return replace(message, path=reverse("redress:statement", args=[newest.pk]))


class Redacted:
    """To the author: a passage was taken out, which and why. Whatever is decided on the comment afterwards."""

    kind = "comment_redacted"

    def render(self, notification: Notification) -> Message | None:
        comment = _told(notification)
        if comment is None:
            return None
        evidence = Evidence.objects.filter(decision=notification.context["decision"]).first()
        return _message(
            comment,
            _("A passage was taken out of your comment on “%(headline)s”"),
            reason=evidence.words if evidence else "",
        )


class Answered:
    """To whom a comment answers."""

    kind = "comment_reply"

    def render(self, notification: Notification) -> Message | None:
        comment = _told(notification)
        if comment is None or not comment.is_visible or not comment.article.is_published:
            return None
        if not _holds(notification) or _told_before(notification):
            return None
        if muting.is_muted(notification.recipient_id, comment.author_id):
            return None
        return _message(comment, _("%(name)s answered your comment on “%(headline)s”"))


class Followed:
    """To who follows a thread: what is new there, in one notice."""

    kind = "comment_followed"

    def render(self, notification: Notification) -> Message | None:
        article = Article.objects.published().select_related("live").filter(pk=notification.object_id).first()
        follows = Follow.objects.filter(person=notification.recipient_id, article=notification.object_id)
        if article is None or article.live is None or not follows.exists():
            return None
        since, until = (datetime.fromisoformat(notification.context[name]) for name in ("since", "until"))
        news = following.news(notification.recipient_id, article.pk, since, until)
        number = news.count()
        first = news.select_related("author").first()
        if first is None:
            return None
        headline = article.live.short_headline or article.live.headline
        title = ngettext(
            "%(number)d new comment on “%(headline)s”", "%(number)d new comments on “%(headline)s”", number
        ) % {"number": number, "headline": headline}
        return Message(
            title=title,
            path=reverse("comments:show", args=[first.pk]),
            thread=f"comments-{article.pk}",
            context={
                "headline": headline,
                "author": str(first.author),
                "words": Truncator(" ".join(words(first.html).split())).words(QUOTED),
                "others": number - 1,
                "unfollow_url": absolute(
                    reverse("comments:leave", args=[leaving.token_for(notification.recipient_id, article.pk)])
                ),
            },
        )


LABELS = {
    Approved.kind: gettext_lazy("My comment is published"),
    Rejected.kind: gettext_lazy("My comment is not published or removed"),
    Redacted.kind: gettext_lazy("A passage of my comment is taken out"),
    Answered.kind: gettext_lazy("Somebody answers my comment"),
    Followed.kind: gettext_lazy("New comments in a thread that I follow"),
}
# What other programs may be told, by the state that a comment came to.
ANNOUNCED = {
    "approved": gettext_lazy("A comment is published"),
    "rejected": gettext_lazy("A comment is not published"),
    "removed": gettext_lazy("A comment is removed"),
}
