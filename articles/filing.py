"""Filing: everything about an article but its text — section, address, source, bylines, tags, embargo, comments."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import addresses
from articles.addresses import AddressTaken
from articles.drafting import may_edit, set_bylines
from articles.expiring import EXPIRED
from articles.holding import hold
from articles.local_times import zone_named
from articles.models import Article, Author, PageChange, Revision, Section, Source, Story
from articles.publishing import PUBLISHED, end_in_time
from articles.restrictions import kept
from articles.withdrawing import WITHDRAWN
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision, Item
from moderation.recording import latest_decision, record

UNPUBLISHED = "unpublished"
PLAIN = (
    "slug",
    "kind",
    "original_url",
    "canonical_url",
    "language",
    "urgency",
    "is_sensitive",
    "embargo_until",
    "embargo_zone",
    "expires_at",
    "expires_zone",
    "review_on",
    "copyright_notice",
    "usage_terms",
)  # columns that take what was asked for as it is

__all__ = ["AddressTaken", "Filing", "file", "filing_of", "may_file"]


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an article stands and how it is shown. Keys are primary keys.

    ``authors`` in the order of the byline; ``roles`` say what each is there (“in Lisbon”), in the same order.
    """

    section: int
    source: int
    slug: str
    kind: str
    original_url: str
    language: str
    urgency: int
    embargo_until: datetime | None
    comments_mode: str  # told, not filed: articles.talk.setting changes it
    tags: tuple[str, ...]
    authors: tuple[int, ...]
    roles: tuple[str, ...] = ()
    story: int | None = None
    is_sensitive: bool = False
    canonical_url: str = ""
    # Each instant with the zone in whose clock it was chosen; empty: that of the site.
    embargo_zone: str = ""
    expires_at: datetime | None = None
    expires_zone: str = ""
    review_on: date | None = None
    copyright_notice: str = ""
    restrictions: tuple[str, ...] = ()
    usage_terms: str = ""

    @property
    def digest(self) -> str:
        """What a form carries to say which filing it was made from."""
        facts = asdict(self)
        for name in ("embargo_until", "expires_at"):
            if facts[name] is not None:
                facts[name] = facts[name].astimezone(UTC)
        return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


def filing_of(article: Article) -> Filing:
    """How the article is filed now."""
    bylines = list(article.bylines.values_list("author_id", "role"))
    return Filing(
        section=article.section_id,
        source=article.source_id,
        slug=article.slug,
        kind=article.kind,
        original_url=article.original_url,
        language=article.language,
        urgency=article.urgency,
        embargo_until=article.embargo_until,
        comments_mode=article.comments_mode,
        tags=tuple(sorted(article.tags.names())),
        authors=tuple(author for author, _role in bylines),
        roles=tuple(role for _author, role in bylines),
        story=article.story_id,
        is_sensitive=article.is_sensitive,
        canonical_url=article.canonical_url,
        embargo_zone=article.embargo_zone,
        expires_at=article.expires_at,
        expires_zone=article.expires_zone,
        review_on=article.review_on,
        copyright_notice=article.copyright_notice,
        restrictions=tuple(article.restrictions),
        usage_terms=article.usage_terms,
    )


def may_file(article: Article, person: User) -> bool:
    """Who may change the text, while nobody has approved it and no reader sees it; then who may correct."""
    if person.has_perm("articles.correct_article", article):
        return True
    working = article.revisions.working().select_related("article__section").first()
    return (
        article.published_at is None
        and working is not None
        and working.is_editable
        and may_edit(working, person)
    )


@transaction.atomic
def file(
    article: Article, wanted: Filing, *, by: User, seen: str, now: datetime | None = None
) -> Decision | None:
    """File the article as ``wanted``; what readers see changes at once, an address they know goes on to lead here.

    ``seen`` is the digest of the filing that the caller saw. Filing it as it is does nothing and returns None.
    Raises NotAllowed (role, no such time zone), Conflict (filed anew meanwhile), AddressTaken.
    """
    now = now or timezone.now()
    locked = hold(article.pk)
    current = filing_of(locked)
    if wanted == current:
        return None
    if current.digest != seen:
        raise Conflict(locked, latest_decision(locked))
    for zone in filter(None, (wanted.embargo_zone, wanted.expires_zone)):
        zone_named(zone)
    # One filing at a time in a section: what is free stays free until it is taken.
    section = Section.objects.select_for_update(no_key=True).get(pk=wanted.section)
    _require_allowed(locked, section, by)
    before = locked.get_absolute_url()
    if (wanted.section, wanted.slug) != (current.section, current.slug):
        addresses.require_free(section, wanted.slug, locked)
    locked.section, locked.source = section, Source.objects.get(pk=wanted.source)
    locked.story = Story.objects.get(pk=wanted.story) if wanted.story else None
    for name in PLAIN:
        setattr(locked, name, getattr(wanted, name))
    locked.restrictions = kept(wanted.restrictions)
    end_in_time(locked)
    locked.related_at = None  # section and tags say what belongs together
    locked.save()
    if wanted.tags != current.tags:
        locked.tags.set(wanted.tags)
    if (wanted.authors, wanted.roles) != (current.authors, current.roles):
        known = Author.objects.in_bulk(wanted.authors)
        set_bylines(locked, [known[key] for key in wanted.authors], roles=wanted.roles)
    _move(locked, before)
    state = _state_of(locked)
    return record(
        locked, "file", source=state, target=state, by=by, version=None, reason="", text_digest="", now=now
    )


def _state_of(article: Article) -> str:
    if article.expired_at is not None:
        return EXPIRED
    if article.withdrawn_at is not None:
        return WITHDRAWN
    return PUBLISHED if article.is_published else UNPUBLISHED


def _require_allowed(article: Article, section: Section, by: User) -> None:
    if not may_file(article, by):
        raise NotAllowed(_("Your role does not allow changing how this article is filed."))
    permission = "articles.write_revision" if article.published_at is None else "articles.correct_article"
    if not by.has_perm(permission, section):
        raise NotAllowed(_("Your role does not reach into the section “%(name)s”.") % {"name": section.name})


def _move(article: Article, before: str) -> None:
    """Keep the old address, let the queue know the new section, and have the pages made anew."""
    if article.published_at is not None:
        addresses.keep(article, before)
    waiting = article.revisions.values_list("pk", flat=True)
    Item.objects.filter(kind=Revision._meta.label_lower, object_id__in=waiting, closed_at=None).update(
        section=article.section_slug
    )
    if article.live_id is not None:
        PageChange.objects.create(article=article)
