"""Routing rules as values: read once for a batch, then pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape

from feeds.models import Feed, RoutingRule
from feeds.parsing.reports import IncomingReport
from feeds.routing.matching import first_category, first_term, spoken

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that took hold of a report, and the words that it was taken hold of by."""

    rule_id: int
    rule_version: int
    name: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routed:
    """What the rules say of one report. ``section_id`` is the feed's own where no rule names one."""

    section_id: int | None = None
    tags: tuple[str, ...] = ()
    priority: int = 0
    is_dropped: bool = False
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at, of a report or of an item that came in earlier."""

    feed_id: int
    text: str  # spoken: see matching
    categories: tuple[str, ...] = ()
    language: str = ""
    urgency: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its conditions must all hold, an empty one always does."""

    id: int
    version: int
    name: str
    feed_ids: frozenset[int] = frozenset()
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    without_keywords: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    most_urgency: int | None = None
    section_id: int | None = None
    tags: tuple[str, ...] = ()
    priority: int = 0
    is_dropping: bool = False
    goes_on: bool = False

    @property
    def takes_everything(self) -> bool:
        """No condition at all."""
        narrow = self.feed_ids or self.categories or self.keywords or self.without_keywords or self.languages
        return not narrow and self.most_urgency is None

    def hit(self, subject: Subject) -> Hit | None:
        """Whether the rule takes hold, and by which words."""
        if self.feed_ids and subject.feed_id not in self.feed_ids:
            return None
        if self.languages and subject.language.partition("-")[0].lower() not in self.languages:
            return None
        # IPTC counts downwards: 1 is a flash. What names no urgency is none of the urgent.
        if self.most_urgency is not None and not (subject.urgency and subject.urgency <= self.most_urgency):
            return None
        category = first_category(self.categories, subject.categories)
        keyword = first_term(self.keywords, subject.text)
        if (self.categories and not category) or (self.keywords and not keyword):
            return None
        if first_term(self.without_keywords, subject.text):
            return None
        return Hit(self.id, self.version, self.name, tuple(word for word in (category, keyword) if word))


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are in force, in their order."""

    rules: Sequence[Rule] = ()

    def route(self, feed: Feed, report: IncomingReport) -> Routed:
        """Where the report goes: pure, no query."""
        if not self.rules:
            return Routed(section_id=feed.section_id)
        return self.apply(subject_of(feed.pk, report), feed.section_id)

    def apply(self, subject: Subject, section_id: int | None) -> Routed:
        """The first rule that takes hold decides; those that say so let further ones add what is still open."""
        routed = Routed()
        for rule in self.rules:
            hit = rule.hit(subject)
            if hit is None:
                continue
            routed = replace(
                routed,
                section_id=routed.section_id or rule.section_id,
                tags=tuple(dict.fromkeys((*routed.tags, *rule.tags))),
                priority=max(routed.priority, rule.priority, key=abs),
                is_dropped=routed.is_dropped or rule.is_dropping,
                hits=(*routed.hits, hit),
            )
            if rule.is_dropping or not rule.goes_on:
                break
        return replace(routed, section_id=routed.section_id or section_id)


def subject_of(feed_id: int, report: IncomingReport) -> Subject:
    """What rules see of a report."""
    text = spoken(f"{report.title} \n {report.summary} \n {plain(report.content_html)}")
    return Subject(feed_id, text, report.categories, report.language, report.urgency)


def plain(html: str) -> str:
    """Sanitised HTML as words: good enough to look for words in, and quick."""
    return unescape(_TAG.sub(" ", html))


def rule_of(row: RoutingRule, feed_ids: Iterable[int]) -> Rule:
    """A rule as a value; the row may be unsaved."""
    return Rule(
        id=row.pk or 0,
        version=row.version,
        name=row.name,
        feed_ids=frozenset(feed_ids),
        categories=tuple(row.categories),
        keywords=tuple(row.keywords),
        without_keywords=tuple(row.without_keywords),
        languages=frozenset(tag.partition("-")[0].lower() for tag in row.languages),
        most_urgency=row.most_urgency,
        section_id=row.section_id,
        tags=tuple(row.tags),
        priority=row.priority,
        is_dropping=row.is_dropping,
        goes_on=row.goes_on,
    )


# Most desks have no rules: whoever asks the database something else anyway may ask this with it.
ANY_IN_FORCE = "EXISTS (SELECT FROM feeds_routingrule WHERE is_active)"


def in_force() -> Rules:
    """The rules of this moment, in few queries whatever their number."""
    rows = RoutingRule.objects.filter(is_active=True).prefetch_related("feeds")
    return Rules(tuple(rule_of(row, [feed.pk for feed in row.feeds.all()]) for row in rows))
