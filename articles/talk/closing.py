"""Comments that the clock has closed: their pages are made anew. That they are closed nobody has to do: it is a question of time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, PageChange, Section

AT_ONCE = 500
# A sweep that was missed is made up for this long; later no stored page is so old.
MADE_UP_FOR = timedelta(days=2)


@transaction.atomic
def close_due(now: datetime | None = None) -> int:
    """Have the pages made anew below which the comments have closed since the last look; returns how many."""
    now = now or timezone.now()
    due = Q(comments_close_at__lte=now)
    for section in Section.objects.all():
        if days := section.talk.get("close_after"):
            end = now - timedelta(days=days)
            due |= Q(
                section=section,
                comments_close_at=None,
                comments_stay_open=False,
                published_at__range=(end - MADE_UP_FOR, end),
            )
    waiting = Article.objects.published().filter(due, comments_ended_at=None)
    numbers = list(
        waiting.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    Article.objects.filter(pk__in=numbers).update(comments_ended_at=now)
    PageChange.objects.bulk_create(PageChange(article_id=number, cards_too=False) for number in numbers)
    return len(numbers)
