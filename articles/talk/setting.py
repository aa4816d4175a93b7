"""Setting how comments are taken: for an article, a section, the site. Each is a decision, with a reason, on record."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.holding import hold
from articles.local_times import zone_named
from articles.models import Article, PageChange, Section, SiteTalk, TalkDefaults
from articles.models.talk_defaults import held, site_talk
from articles.talk.inheriting import pass_on
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.reach import sections_of
from moderation.recording import latest_decision, record

ARTICLE_PERMISSION, SECTION_PERMISSION = "articles.set_article_talk", "articles.set_section_talk"
ACT = "set_talk"
INHERITED = "inherited"
# Older pages, and what lies further back, are made anew by themselves within a minute of being stored.
REMADE_WITHIN, REMADE_AT_MOST = timedelta(days=30), 2_000


@dataclass(frozen=True, slots=True)
class ArticleTalk:
    """The rules of one article; empty ``mode``: as its section says."""

    mode: str = ""
    notice: str = ""
    close_at: datetime | None = None
    close_zone: str = ""
    stay_open: bool = False

    @classmethod
    def of(cls, article: Article) -> "ArticleTalk":
        """As they are now."""
        return cls(
            article.comments_mode,
            article.comments_notice,
            article.comments_close_at,
            article.comments_close_zone,
            article.comments_stay_open,
        )

    @property
    def digest(self) -> str:
        return _digest(asdict(self))


@dataclass(frozen=True, slots=True)
class DefaultTalk:
    """The rules of a section or of the site; empty and None: as what is wider says. ``close_after`` 0: never."""

    mode: str = ""
    notice: str = ""
    close_after: int | None = None
    member_days: int | None = None

    @classmethod
    def of(cls, rules: TalkDefaults) -> "DefaultTalk":
        """As they are now."""
        return cls(
            rules.comments_mode,
            rules.comments_notice,
            rules.comments_close_after,
            rules.comments_member_days,
        )

    @property
    def digest(self) -> str:
        return _digest(asdict(self))


def may_set_article(person: User, article: Article) -> bool:
    """Whether the person may set them for the article."""
    return person.has_perm(ARTICLE_PERMISSION, article)


def may_set_defaults(person: User, section: Section | None) -> bool:
    """Whether the person may set them for the section; None: for the whole site, which is for who is not divided."""
    reach = sections_of(person, frozenset({SECTION_PERMISSION}))
    return reach is None or (section is not None and section.slug in reach)


@transaction.atomic
def set_article(
    article: Article, wanted: ArticleTalk, *, by: User, seen: str, reason: str, now: datetime | None = None
) -> Decision | None:
    """Set them; as they are already: None. ``seen`` is the digest of the rules that the caller saw.

    Raises NotAllowed (role, no such zone), ReasonRequired, Conflict (set anew meanwhile).
    """
    now = now or timezone.now()
    locked = hold(article.pk)
    if not may_set_article(by, locked):
        raise NotAllowed(_("Your role does not allow setting how comments are taken here."))
    current = ArticleTalk.of(locked)
    if wanted == current:
        return None
    if current.digest != seen:
        raise Conflict(locked, latest_decision(locked))
    _require_reason(reason)
    if wanted.close_zone:
        zone_named(wanted.close_zone)
    Article.objects.filter(pk=locked.pk).update(
        comments_mode=wanted.mode,
        comments_notice=wanted.notice,
        comments_close_at=wanted.close_at,
        comments_close_zone=wanted.close_zone,
        comments_stay_open=wanted.stay_open,
        comments_set_at=now,
        comments_ended_at=None,
    )
    if locked.live_id is not None:
        PageChange.objects.create(article=locked, cards_too=False)
    words = f"{_article_words(current, wanted)} {reason.strip()}".strip()
    return _recorded(locked, current.mode, wanted.mode, words, by, now)


@transaction.atomic
def set_defaults(
    section: Section | None,
    wanted: DefaultTalk,
    *,
    by: User,
    seen: str,
    reason: str,
    now: datetime | None = None,
) -> Decision | None:
    """Set them for a section, or for the site where it is None. Raises as ``set_article`` does."""
    now = now or timezone.now()
    if not may_set_defaults(by, section):
        raise NotAllowed(_("Your role does not allow setting how comments are taken here."))
    if section is None:
        SiteTalk.objects.get_or_create(pk=site_talk().pk)
    # The site's row is locked for either: what a section comes to is reckoned from both.
    site = SiteTalk.objects.select_for_update().filter(pk=site_talk().pk).first() or site_talk()
    rules: Section | SiteTalk = (
        Section.objects.select_for_update(no_key=True).get(pk=section.pk) if section else site
    )
    current = DefaultTalk.of(rules)
    if wanted == current:
        return None
    if current.digest != seen:
        raise Conflict(rules, latest_decision(rules))
    _require_reason(reason)
    rules.comments_mode, rules.comments_notice = wanted.mode, wanted.notice
    rules.comments_close_after, rules.comments_member_days = wanted.close_after, wanted.member_days
    rules.comments_set_at = now
    changed = ["comments_mode", "comments_notice", "comments_close_after", "comments_member_days"]
    if isinstance(rules, Section):
        rules.talk = held(site, rules)
        rules.save(update_fields=[*changed, "comments_set_at", "talk"])
    else:
        rules.save(update_fields=[*changed, "comments_set_at"])
        pass_on()
    _remake_pages(section, now)
    words = f"{_default_words(current, wanted)} {reason.strip()}".strip()
    return _recorded(rules, current.mode, wanted.mode, words, by, now)


def _remake_pages(section: Section | None, now: datetime) -> None:
    """Have the pages made anew that readers look at; the closings of the clock are looked at anew too."""
    found = Article.objects.published().filter(published_at__gt=now - REMADE_WITHIN)
    if section is not None:
        found = found.filter(section=section)
    newest = found.order_by("-published_at", "-id").values_list("pk", flat=True)[:REMADE_AT_MOST]
    PageChange.objects.bulk_create(PageChange(article_id=pk, cards_too=False) for pk in newest)


def _recorded(
    obj: Article | Section | SiteTalk, source: str, target: str, words: str, by: User, now: datetime
) -> Decision:
    return record(
        obj,
        ACT,
        source=source or INHERITED,
        target=target or INHERITED,
        by=by,
        version=None,
        reason=words,
        text_digest="",
        now=now,
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonRequired(_("Say why: it stands in the record, and colleagues will ask."))


def _article_words(current: ArticleTalk, wanted: ArticleTalk) -> str:
    """What the two states of a decision do not say."""
    if (wanted.close_at, wanted.stay_open) == (current.close_at, current.stay_open):
        return ""
    if wanted.close_at is not None:
        when = formats.date_format(timezone.localtime(wanted.close_at), "DATETIME_FORMAT")
        return _("[Close %(when)s]") % {"when": when}
    return _("[Stay open]") if wanted.stay_open else _("[Close as the section's do]")


def _default_words(current: DefaultTalk, wanted: DefaultTalk) -> str:
    said = []
    if wanted.close_after != current.close_after:
        days = wanted.close_after
        if days is None:
            said.append(_("[Close as the site's do]"))
        elif days == 0:
            said.append(_("[Never close by themselves]"))
        else:
            after = ngettext("[Close after %(days)d day]", "[Close after %(days)d days]", days)
            said.append(after % {"days": days})
    if wanted.member_days != current.member_days:
        said.append(_("[Members after days: %(days)s]") % {"days": _days(wanted.member_days)})
    return " ".join(said)


def _days(days: int | None) -> str:
    return "–" if days is None else str(days)


def _digest(facts: dict[str, object]) -> str:
    told = {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in facts.items()
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
