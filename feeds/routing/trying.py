"""What a rule would have done to the items of the last weeks: looked at before it is saved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from articles.models import Section
from feeds.models import ImportedItem, RoutingRule
from feeds.routing.matching import folded, spoken
from feeds.routing.rules import Routed, Rule, Rules, Subject, plain

LOOKS_BACK = timedelta(days=30)
# As many as a person waits for; a busier house looks back less far, and is told so.
MOST_LOOKED_AT = 10_000
SHOWN = 30
# From here on a rule takes all there is, and says nothing about where a report belongs.
NEARLY_ALL = 0.95
ENOUGH_TO_JUDGE = 20
_COLUMNS = (
    "id",
    "feed_id",
    "feed__section_id",
    "headline",
    "summary",
    "body",
    "categories",
    "language",
    "urgency",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One item that the rule would have taken hold of."""

    item_id: int
    headline: str
    received_at: datetime
    feed: str
    by: tuple[str, ...]  # the rule's own words that stand in it
    excerpt: tuple[tuple[str, bool], ...]  # pieces of the text around them; True marks what was found
    before: str  # the section as rules are now
    after: str
    is_dropped: bool
    was_dropped: bool


@dataclass(slots=True)
class Trial:
    """How many items were looked at, in how many the conditions hold, and how many an earlier rule would keep."""

    looked_at: int = 0
    since: datetime | None = None
    hits: int = 0
    kept_by_earlier: int = 0
    moved: int = 0
    dropped: int = 0
    taken: list[Taken] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """What to think of it in words; empty where it needs none."""
        if self.hits and self.kept_by_earlier == self.hits:
            return _("Rules above it take every item that it would: it would never act.")
        return verdict(self.looked_at, self.hits)


def verdict(looked_at: int, hits: int) -> str:
    """What to think of a rule that takes nothing, or everything; empty for the others."""
    if looked_at >= ENOUGH_TO_JUDGE and hits == 0:
        return _("It took hold of nothing: are its words right?")
    if looked_at >= ENOUGH_TO_JUDGE and hits >= NEARLY_ALL * looked_at:
        return _("It took hold of nearly everything.")
    return ""


def try_out(rule: Rule, position: int, others: Sequence[tuple[int, Rule]], now: datetime) -> Trial:
    """Let ``rule`` stand at ``position`` among ``others`` (position and rule, itself left out). Stores nothing."""
    before = Rules(tuple(one for _place, one in others))
    above = tuple(one for place, one in others if (place, one.id) < (position, rule.id or 2**62))
    below = tuple(one for place, one in others if (place, one.id) >= (position, rule.id or 2**62))
    after = Rules((*above, rule, *below))
    names = dict(Section.objects.values_list("pk", "name"))
    told = Trial()
    for item in _items(now):
        told.looked_at += 1
        told.since = item.received_at
        subject = _subject_of(item)
        hit = rule.hit(subject)
        if hit is None:
            continue
        told.hits += 1
        then, would = before.apply(subject, item.feed.section_id), after.apply(subject, item.feed.section_id)
        if hit not in would.hits:
            told.kept_by_earlier += 1
            continue
        told.moved += then.section_id != would.section_id
        told.dropped += would.is_dropped and not then.is_dropped
        if len(told.taken) < SHOWN:
            told.taken.append(_taken(item, hit.by, then, would, names))
    return told


def _items(now: datetime) -> Iterator[ImportedItem]:
    items = ImportedItem.objects.filter(received_at__gte=now - LOOKS_BACK).select_related("feed__source")
    columns = [*_COLUMNS, "received_at", "feed__title", "feed__url", "feed__source__name"]
    ordered = items.only(*columns).order_by("-received_at", "-id")
    yield from ordered[:MOST_LOOKED_AT].iterator(chunk_size=500)


def _subject_of(item: ImportedItem) -> Subject:
    text = spoken(f"{item.headline} \n {item.summary} \n {plain(item.body)}")
    return Subject(item.feed_id, text, tuple(map(str, item.categories)), item.language, item.urgency)


def _taken(
    item: ImportedItem, by: tuple[str, ...], then: Routed, would: Routed, names: dict[int, str]
) -> Taken:
    return Taken(
        item_id=item.pk,
        headline=item.headline,
        received_at=item.received_at,
        feed=str(item.feed),
        by=by,
        excerpt=tuple(_around(by, f"{item.headline}. {item.summary or plain(item.body)}")),
        before=names.get(then.section_id or 0, ""),
        after=names.get(would.section_id or 0, ""),
        is_dropped=would.is_dropped,
        was_dropped=then.is_dropped,
    )


def _around(by: Sequence[str], text: str) -> Iterator[tuple[str, bool]]:
    """The text near the first of the words, as it is written; nothing where they stand in categories alone."""
    words = [(found.start(), found.end(), folded(found[0])) for found in re.finditer(r"\w+", text[:20_000])]
    for term in by:
        wanted = spoken(term).split()
        is_open = term.rstrip().endswith("*")
        for at in range(len(words) - len(wanted) + 1):
            here = [word for _start, _end, word in words[at : at + len(wanted)]]
            last_fits = here[-1].startswith(wanted[-1]) if is_open else here[-1] == wanted[-1]
            if wanted and here[:-1] == wanted[:-1] and last_fits:
                start, end = words[at][0], words[at + len(wanted) - 1][1]
                yield text[max(0, start - 60) : start], False
                yield text[start:end], True
                yield text[end : end + 80], False
                return


def hits_lately(rule: RoutingRule, now: datetime) -> int:
    """How many items the rule took hold of in the last weeks."""
    return rule.hits.filter(at__gte=now - LOOKS_BACK).count()
