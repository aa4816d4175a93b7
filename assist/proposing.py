"""Proposing: every live text gets its key points, which wait for a person; those of the text before it expire."""

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Revision
from assist.key_points import GENERATOR, Point, choose
from assist.models import GeneratedText
from common.sentences import sentences
from common.words import stems_of, words_in
from moderation import queue
from moderation.actors import Deputy
from moderation.transition import transition

ARTICLE_CHANGED = Deputy("article-changed@1")
BATCH = 50  # articles of one sweep
PRIORITY = -5  # after everything that somebody waits for
STANDING = (GeneratedText.State.PROPOSED, GeneratedText.State.APPROVED, GeneratedText.State.EDITED)


def propose_due(limit: int = BATCH) -> int:
    """Look at the articles whose text is new, each in a transaction of its own; returns how many were looked at."""
    for done in range(limit):
        with transaction.atomic():
            article = (
                Article.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
                .filter(live__isnull=False, key_points_at=None)
                .select_related("live", "section")
                .order_by("-id")
                .first()
            )
            if article is None:
                return done
            propose(article)
    return limit


@transaction.atomic
def propose(article: Article) -> GeneratedText | None:
    """Let what was drawn from an older text expire, and propose points for the live one, once; None if there are none."""
    expire_outdated(article)
    proposal = None
    live = article.live
    if live is not None and article.is_published:
        known = GeneratedText.objects.filter(revision=live, kind=GeneratedText.Kind.KEY_POINTS)
        points = [] if known.exists() else points_of(live, article.language)
        if points:
            proposal = GeneratedText.objects.create(
                article=article,
                revision=live,
                points=[point.as_row() for point in points],
                generator=GENERATOR,
            )
            queue.enqueue(
                proposal, section=article.section_slug, priority=PRIORITY, language=article.language
            )
    Article.objects.filter(pk=article.pk).update(key_points_at=timezone.now())
    return proposal


def points_of(revision: Revision, language: str) -> list[Point]:
    """The key points of a text, numbered as the article page numbers its sentences. One query, for the stems."""
    found = sentences(revision.body)
    words = [words_in(sentence) for sentence in found]
    headline = words_in(revision.headline)
    known = stems_of((word for part in [*words, headline] for word in part), language)

    def stems(part: list[str]) -> list[str]:
        return [known[word.lower()] for word in part if word.lower() in known]

    return choose(found, [stems(part) for part in words], stems(headline))


def expire_outdated(article: Article) -> None:
    """What was proposed or approved for a text that is no longer live expires; the rule that does it is recorded."""
    outdated = (
        GeneratedText.objects.select_for_update()
        .filter(article=article, state__in=STANDING)
        .exclude(revision=article.live_id)
    )
    for text in outdated:
        decision = transition(text, "expire", by=ARTICLE_CHANGED, version=text.version)
        queue.close(text, decision)
