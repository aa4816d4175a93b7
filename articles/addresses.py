"""Addresses that readers know: each goes on to lead to its article, and no other text ever takes it.

Within a section a slug belongs to the one article that has it, or was published under it, for good. A section keeps its
former slugs for good, too. So every address means one article, a redirect is one hop, and there can be no loop.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.models import Membership
from articles.models import Article, FormerSection, Redirect, Section
from articles.slugs import free_slug, is_taken
from moderation.errors import Refused
from moderation.models import Item

SECTION_PAGE = "reader:section"
UNROUTED = frozenset({"static", "media", "index", "favicon"})  # answered before any address is looked up

KEEP_OLD = """
INSERT INTO articles_redirect (path, slug, article_id, created_at)
SELECT '/' || %(old)s || to_char(published_at AT TIME ZONE %(zone)s, '/YYYY/MM/DD/') || slug || '/', slug, id, now()
FROM articles_article WHERE section_id = %(section)s AND published_at IS NOT NULL
ON CONFLICT (path) DO NOTHING
"""
DROP_OWN = """
DELETE FROM articles_redirect r USING articles_article a
WHERE a.id = r.article_id AND a.section_id = %(section)s AND a.published_at IS NOT NULL
AND r.path = '/' || %(new)s || to_char(a.published_at AT TIME ZONE %(zone)s, '/YYYY/MM/DD/') || a.slug || '/'
"""


class AddressTaken(Refused):
    """Another article or section has, or once had, the address that was asked for."""


def require_free(section: Section, slug: str, article: Article) -> None:
    """Raises AddressTaken, with a slug that is free, where the section's slug means another article."""
    if is_taken(section, slug, apart_from=article):
        raise AddressTaken(
            _("In this section “%(slug)s” is, or was, another article’s. “%(free)s” is free.")
            % {"slug": slug, "free": free_slug(section, slug, apart_from=article)}
        )


def keep(article: Article, before: str) -> None:
    """The article has moved: its address ``before`` leads to it from now on."""
    after = article.get_absolute_url()
    if after == before:
        return
    # An address that is the article's own again must not lead away from itself.
    Redirect.objects.filter(path=after).delete()
    old = before.rstrip("/").rpartition("/")[2]
    Redirect.objects.get_or_create(path=before, defaults={"article": article, "slug": old})


def led_to(path: str) -> Article | None:
    """The article that once stood at ``path``, if any."""
    found = Redirect.objects.select_related("article__section", "article__live").filter(path=path).first()
    return found.article if found else None


def require_section_free(section: Section, slug: str) -> None:
    """Raises AddressTaken where the site has another use for the word, or another section had it."""
    for path in (f"/{slug}/", f"/{slug}/x/"):
        if slug in UNROUTED or _answers(path) not in ("", SECTION_PAGE):
            raise AddressTaken(
                _("The site uses the word “%(slug)s” itself; choose another.") % {"slug": slug}
            )
    others = Section.objects.filter(slug=slug).exclude(pk=section.pk)
    if others.exists() or FormerSection.objects.filter(slug=slug).exclude(section=section.pk).exists():
        raise AddressTaken(
            _("Readers know “%(slug)s” as another section’s; choose another.") % {"slug": slug}
        )


@transaction.atomic
def rename_section(section: Section, slug: str) -> None:
    """Give the section another slug; it and its articles go on to be found at the old one, roles and queue follow.

    Raises AddressTaken.
    """
    locked = Section.objects.select_for_update().get(pk=section.pk)
    old = locked.slug
    if old == slug:
        return
    require_section_free(locked, slug)
    facts: dict[str, str | int] = {"old": old, "new": slug, "section": locked.pk, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(KEEP_OLD, facts)
        cursor.execute(DROP_OWN, facts)
    FormerSection.objects.filter(slug=slug).delete()
    FormerSection.objects.get_or_create(slug=old, defaults={"section": locked})
    Section.objects.filter(pk=locked.pk).update(slug=slug)
    Membership.objects.filter(section=old).update(section=slug)
    Item.objects.filter(Q(section=old)).update(section=slug)
    section.slug = slug


def _answers(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
