"""What goes to all subscribers about articles: an alert for one, a newsletter of several. Both are told by the desk."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.announcing import announce_article
from articles.models import Article
from notifications.bulletins import sending
from notifications.bulletins.sending import NotSent
from notifications.composing import absolute
from notifications.models import Bulletin, Subscriber
from notifications.renderers import Message

SEND = sending.SEND
MOST_STORIES = 12


class Breaking:
    """An alert for one article; untrue once it was withdrawn."""

    kind = Bulletin.Kind.BREAKING.value

    def render(self, bulletin: Bulletin) -> Message | None:
        """The headline as it stands now, and the desk's own line."""
        article = Article.objects.published().select_related("live").filter(pk=bulletin.object_id).first()
        if article is None or article.live is None:
            return None
        words = bulletin.words or article.live.standfirst
        path = article.get_absolute_url()
        return Message(article.live.headline, path, f"article-{article.pk}", {"words": words})


class Newsletter:
    """Several articles in the order of the desk; who was withdrawn meanwhile is left out."""

    kind = Bulletin.Kind.NEWSLETTER.value

    def render(self, bulletin: Bulletin) -> Message | None:
        """None where nothing of it is left."""
        chosen = list(bulletin.context.get("articles", ()))
        articles = Article.objects.published().select_related("live", "section").in_bulk(chosen)
        stories = [_story(articles[key]) for key in chosen if key in articles]
        if not stories:
            return None
        return Message(bulletin.subject, "/", "", {"words": bulletin.words, "stories": stories})


RENDERERS = (Breaking(), Newsletter())


def send_alert(article: Article, *, words: str, by: User) -> Bulletin:
    """Alert all who want breaking news, once for each article. Raises NotSent."""
    if not article.is_published or article.live is None:
        raise NotSent(_("Only what readers can open is told to them: publish it first."))
    with transaction.atomic():
        bulletin = sending.send(
            Bulletin.Kind.BREAKING,
            by=by,
            object_id=article.pk,
            subject=article.live.headline[:140],
            words=words.strip(),
        )
        announce_article("alerted", article, event=f"bulletin:{bulletin.pk}")
    return bulletin


def send_newsletter(articles: Sequence[int], *, subject: str, words: str, by: User) -> Bulletin:
    """Send these articles to all who want the newsletter. Raises NotSent."""
    if not articles:
        raise NotSent(_("Choose at least one article."))
    facts: dict[str, Any] = {"articles": list(articles)[:MOST_STORIES]}
    return sending.send(
        Bulletin.Kind.NEWSLETTER, by=by, subject=subject.strip(), words=words.strip(), context=facts
    )


def readers_of(kind: str) -> int:
    """How many would get it."""
    return Subscriber.objects.wanting(kind).count()


def alert_of(article: Article) -> Bulletin | None:
    """The alert that went out for the article."""
    return Bulletin.objects.filter(kind=Bulletin.Kind.BREAKING, object_id=article.pk).first()


def _story(article: Article) -> dict[str, str]:
    live = article.live
    return {
        "headline": live.headline if live else "",
        "standfirst": live.standfirst if live else "",
        "section": article.section.name,
        "url": absolute(article.get_absolute_url()),
    }
