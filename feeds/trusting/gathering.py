"""A feed's record, read from the decisions on its items."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from articles.models import Article, Revision
from feeds.models import Feed, ImportedItem, ItemVersion, Trust, TrustedPassage
from feeds.trusting.reckoning import LOOKS_BACK, MOST, Figures, Outcome, Tried, reckon
from moderation.models import Decision

KIND = ImportedItem._meta.label_lower
State, Change = ImportedItem.State, ItemVersion.Change
DECIDED = {State.ACCEPTED: True, State.REJECTED: False}


def figures_of(feed: Feed, now: datetime) -> Figures:
    """The record as it stands now: five queries, however long the feed's history is."""
    since = now - LOOKS_BACK
    newest = _decisions(feed, since)
    items = ImportedItem.objects.filter(pk__in=newest, state__in=DECIDED)
    rows = list(items.values_list("pk", "state", "article_id"))
    articles = [article for _pk, _state, article in rows if article is not None]
    first = dict(_first_published(articles))
    gone = set(_taken_off(articles))
    outcomes = [
        Outcome(
            newest[pk],
            DECIDED[State(state)] and article not in gone,
            first[article] if article in first and article not in gone else None,
        )
        for pk, state, article in rows
    ]
    changes = ItemVersion.objects.filter(item__feed=feed, received_at__gte=since)
    taken = changes.filter(item__state=State.ACCEPTED)
    kills = ImportedItem.objects.filter(feed=feed, state=State.ACCEPTED, withdrawn_at__gte=since).count()
    return reckon(outcomes, now, kills=kills, corrections=taken.filter(change=Change.CORRECTION).count())


def tried(trust: Trust) -> Tried:
    """What people decided of the reports that would have passed in the newest trial."""
    states = list(trial_of(trust).values_list("item__state", flat=True))
    decided = [state for state in states if state in DECIDED]
    return Tried(len(states), len(decided), sum(DECIDED[State(state)] for state in decided))


def trial_of(trust: Trust) -> QuerySet[TrustedPassage]:
    """The passages of the newest trial."""
    begun = Decision.objects.filter(kind=trust._meta.label_lower, object_id=trust.pk, name="begin_trial")
    version = begun.order_by("-object_version").values_list("object_version", flat=True).first()
    return trust.passages.filter(is_real=False, trust_version=version or 0)


def _decisions(feed: Feed, since: datetime) -> dict[int, datetime]:
    """The items that were decided lately, by people or by trust, and when last."""
    items = ImportedItem.objects.filter(feed=feed, state__in=DECIDED).values("pk")
    made = Decision.objects.filter(
        kind=KIND, object_id__in=items, name__in=["accept", "reject"], at__gte=since
    )
    found: dict[int, datetime] = {}
    for key, at in made.order_by("-at").values_list("object_id", "at")[: MOST * 2]:
        if len(found) < MOST:
            found.setdefault(key, at)
    return found


def _first_published(articles: Sequence[int]) -> list[tuple[int, bool]]:
    """Each published article, and whether it went out as it came from the wire."""
    texts = Revision.objects.filter(article__in=articles, published_at__isnull=False)
    first = texts.order_by("article", "published_at").distinct("article")
    return [
        (article, changed_by is None) for article, changed_by in first.values_list("article", "changed_by")
    ]


def _taken_off(articles: Sequence[int]) -> "QuerySet[Article, int]":
    """What was published and then taken off by somebody: that counts against the feed."""
    gone = Article.objects.filter(pk__in=articles, withdrawn_at__isnull=False, expired_at=None)
    return gone.values_list("pk", flat=True)
