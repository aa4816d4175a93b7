"""What the tests of times share: texts that wait on the schedule, and a walk in time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles import filing, publishing
from articles.filing import filing_of
from articles.models import Article, Revision
from newsroom.testing import cast


def scheduled(
    writer: User,
    approver: User,
    publisher: User,
    *,
    at: datetime | None = None,
    zone: str = "UTC",
    **fields: Any,
) -> Revision:
    """An approved text that goes out at that time; without one it has been due for five minutes."""
    text = cast.approved(writer, approver, **fields)
    asked = at or timezone.now() - timedelta(minutes=5)
    before = asked - timedelta(days=1)
    publishing.schedule(
        text, by=publisher, version=text.version, publish_at=asked, zone=zone, now=min(before, timezone.now())
    )
    return text


def filed(article: Article, by: User, **times: Any) -> Article:
    """The article with other times, through the verb."""
    article = Article.objects.get(pk=article.pk)
    current = filing_of(article)
    filing.file(article, replace(current, **times), by=by, seen=current.digest)
    return Article.objects.select_related("section", "live").get(pk=article.pk)
