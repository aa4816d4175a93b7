"""What can go wrong with a plan: each check over what is scheduled, as things stand now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import picture_rights
from articles.addresses import AddressTaken, require_free
from articles.agenda import Entry, Lane, first_moment
from articles.checklist.checking import blocking
from articles.local_times import ClockChange, clock_changes
from articles.models import Article, Image, Revision
from articles.picture_uses import revisions_with
from articles.publishing import spoken

AROUND = timedelta(hours=3)  # what stands so near to a change of clocks is named beside it
READY = (Revision.State.APPROVED, Revision.State.SCHEDULED, Revision.State.LIVE)


class Grade(StrEnum):
    """A conflict: something will not happen as planned. A warning: somebody should look."""

    CONFLICT = "conflict"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """One thing that would go wrong: when, how bad, and with which articles. ``code`` names it for programs."""

    at: datetime
    grade: Grade
    code: str
    words: str
    articles: tuple[int, ...] = ()


def clashes_of_slots(texts: Iterable[Revision]) -> Iterator[Trouble]:
    """Two publications in the same minute in the same section: one hides the other."""
    slots = defaultdict[tuple[datetime, int], list[Revision]](list)
    for text in texts:
        slots[_time_of(text).replace(second=0, microsecond=0), text.article.section_id].append(text)
    for (at, _section), those in slots.items():
        if len(those) > 1:
            words = _("%(number)s texts go out in the same minute in “%(section)s”: %(headlines)s.") % {
                "number": len(those),
                "section": those[0].article.section.name,
                "headlines": _listed(those),
            }
            yield Trouble(at, Grade.WARNING, "same_slot", words, _articles(those))


def clashes_of_slugs(texts: list[Revision]) -> Iterator[Trouble]:
    """Two publications with one slug, and an address that readers know as another article's."""
    slugs = defaultdict[str, list[Revision]](list)
    for text in texts:
        if text.article.published_at is None:
            slugs[text.article.slug].append(text)
            there = Article(pk=text.article_id, section=text.article.section, slug=text.article.slug)
            there.published_at = text.publish_at
            try:
                require_free(text.article.section, text.article.slug, there)
            except AddressTaken as taken:
                yield _conflict(text, "address_taken", str(taken))
    for slug, those in slugs.items():
        if len(those) > 1:
            words = _("%(number)s texts have the slug “%(slug)s”: %(headlines)s.") % {
                "number": len(those),
                "slug": slug,
                "headlines": _listed(those),
            }
            yield Trouble(_time_of(those[1]), Grade.CONFLICT, "same_slug", words, _articles(those))


def of_text(text: Revision) -> Iterator[Trouble]:
    """What would keep this one from going out at its time, or from staying."""
    at, article = _time_of(text), text.article
    if article.is_under_embargo(at):
        when = {"time": spoken(article.embargo_until)}
        yield _conflict(text, "embargo", _("The embargo holds until %(time)s, longer than planned.") % when)
    if article.expires_at is not None and article.expires_at <= at:
        when = {"time": spoken(article.expires_at)}
        yield _conflict(text, "expired", _("It expires at %(time)s, before it goes out.") % when)
    day = timezone.localdate(at)
    rights = [found.words for found in picture_rights.findings_for(text, day) if found.is_blocking]
    rights_now = {found.words for found in picture_rights.findings_for(text) if found.is_blocking}
    for words in rights:
        yield _conflict(text, "checklist" if words in rights_now else "rights", words)
    for finding in blocking(text):
        if finding.words not in rights:
            yield _conflict(text, "checklist", finding.words)
    if text.publish_refusal:
        yield _conflict(text, "refused", text.publish_refusal)


def unapproved(found: Iterable[Entry], now: datetime) -> Iterator[Trouble]:
    """Work that is due, and embargoes that end, with a text that nobody has approved."""
    asked = [entry for entry in found if entry.lane in (Lane.DUE, Lane.EMBARGO) and entry.article is not None]
    ready = set(
        Revision.objects.filter(article__in=[entry.article for entry in asked], state__in=READY).values_list(
            "article", flat=True
        )
    )
    for entry in asked:
        if entry.article is not None and entry.article not in ready:
            grade = Grade.CONFLICT if entry.at <= now else Grade.WARNING
            words = _("“%(title)s” is not approved (%(what)s).") % {"title": entry.title, "what": entry.label}
            yield Trouble(entry.at, grade, "not_approved", words, (entry.article,))


def rights_while_public(start: datetime, end: datetime) -> Iterator[Trouble]:
    """Pictures whose rights end in these days while readers see them."""
    first, last = timezone.localdate(start), timezone.localdate(end)
    for image in Image.objects.filter(rights_until__gte=first, rights_until__lt=last).order_by(
        "rights_until"
    ):
        shown = revisions_with(image).filter(state=Revision.State.LIVE, article__withdrawn_at=None)
        for text in shown.defer("body"):
            if image.rights_until is not None:
                words = _(
                    "“%(headline)s”: the rights to “%(picture)s” end on %(day)s; readers go on seeing it."
                )
                facts = {
                    "headline": text.headline,
                    "picture": image,
                    "day": date_format(image.rights_until, "DATE_FORMAT"),
                }
                at = first_moment(image.rights_until)
                yield Trouble(at, Grade.WARNING, "rights_while_public", words % facts, (text.article_id,))


def changes_of_clocks(found: list[Entry], zone: str, start: datetime, end: datetime) -> Iterator[Trouble]:
    """Each change of the clocks in a zone that somebody planned in, and what stands in an hour that comes twice."""
    for name in sorted({zone, settings.TIME_ZONE, *(entry.zone for entry in found)}):
        for change in clock_changes(name, start, end):
            facts = {"zone": name, "before": f"{change.before:%H:%M}", "after": f"{change.after:%H:%M}"}
            words = _("The clocks of %(zone)s change: %(before)s becomes %(after)s.") % facts
            near = [entry for entry in found if abs(entry.at - change.at) <= AROUND]
            yield Trouble(change.at, Grade.WARNING, "clock_change", words, _of_entries(near))
            yield from (_twice(entry, change) for entry in near if _stands_twice(entry, change))


def _stands_twice(entry: Entry, change: ClockChange) -> bool:
    """Whether a clock of the zone shows the entry's time a second time that day."""
    first, last = change.touched
    local = entry.at.astimezone(ZoneInfo(change.zone)).replace(tzinfo=None)
    return entry.zone == change.zone and change.after < change.before and first <= local < last


def _twice(entry: Entry, change: ClockChange) -> Trouble:
    local = entry.at.astimezone(ZoneInfo(change.zone))
    facts = {"title": entry.title, "time": f"{local:%H:%M}", "zone": change.zone}
    if entry.at < change.at:
        words = _("“%(title)s”: %(time)s exists twice in %(zone)s; the earlier one is meant.") % facts
    else:
        words = _("“%(title)s”: %(time)s exists twice in %(zone)s; the later one is meant.") % facts
    return Trouble(entry.at, Grade.WARNING, "exists_twice", words, _of_entries([entry]))


def _conflict(text: Revision, code: str, words: str) -> Trouble:
    told = _("“%(headline)s”: %(words)s") % {"headline": text.headline, "words": words}
    return Trouble(_time_of(text), Grade.CONFLICT, code, told, (text.article_id,))


def _time_of(text: Revision) -> datetime:
    if text.publish_at is None:
        raise ValueError("only texts with a time are planned")
    return text.publish_at


def _listed(texts: Iterable[Revision]) -> str:
    return ", ".join(f"“{text.headline}”" for text in texts)


def _articles(texts: Iterable[Revision]) -> tuple[int, ...]:
    return tuple(text.article_id for text in texts)


def _of_entries(found: Iterable[Entry]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(entry.article for entry in found if entry.article is not None))
