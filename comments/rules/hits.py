"""How often the rules in force have spoken, and what to think of one that never does, or always."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from comments.models import Comment, RuleVersion

LOOKS_BACK = timedelta(days=30)
# Young rules are not called idle.
LEAST_DAYS = timedelta(days=7)
NEARLY_ALL, ENOUGH_TO_JUDGE = 0.9, 20

_HITS = """
SELECT hit, count(*), max(at) FROM comments_screening, unnest(hits) AS hit
WHERE at >= %s AND hits <> '{}' AND hit = ANY(%s::bigint[]) GROUP BY hit
"""


@dataclass(frozen=True, slots=True)
class Hits:
    """Of one version in the last weeks."""

    looked_at: int = 0
    count: int = 0
    last_at: datetime | None = None
    verdict: str = ""


def hits_of(versions: Sequence[RuleVersion], now: datetime) -> dict[int, Hits]:
    """For versions in force, by their keys: one query, and one for each of the places in which they are in force."""
    since = now - LOOKS_BACK
    with connection.cursor() as cursor:
        cursor.execute(_HITS, [since, [version.pk for version in versions]])
        found = {version: (count, last) for version, count, last in cursor.fetchall()}
    came: dict[tuple[int | None, int | None, datetime], int] = {}
    told = {}
    for version in versions:
        begin = max(since, version.activated_at or now)
        place = (version.section_id, version.article_id, begin)
        if place not in came:
            came[place] = _came(version, begin)
        count, last = found.get(version.pk, (0, None))
        told[version.pk] = Hits(came[place], count, last, words_of(version, came[place], count, now))
    return told


def words_of(version: RuleVersion, looked_at: int, count: int, now: datetime) -> str:
    """What to think of it; empty where it needs no words."""
    is_young = version.activated_at is None or now - version.activated_at < LEAST_DAYS
    if count == 0:
        if is_young or not looked_at:
            return ""
        return _("It never fires: none of the comments since it is in force met it. Is it still needed?")
    if looked_at >= ENOUGH_TO_JUDGE and count >= NEARLY_ALL * looked_at:
        return _("It always fires: nearly every comment meets it, so it tells nothing about any.")
    return ""


def _came(version: RuleVersion, begin: datetime) -> int:
    comments = Comment.objects.filter(created_at__gte=begin)
    if version.article_id:
        comments = comments.filter(article=version.article_id)
    if version.section_id:
        comments = comments.filter(article__section=version.section_id)
    return comments.count()
