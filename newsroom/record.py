"""Who did what: decisions, filings, pictures replaced and powers given, as one list by time, for a page and for a file."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import AccessChange, User
from articles.models import EarlierFile
from common.keys import key_in
from moderation.models import Decision
from moderation.subjects import about_article, about_section, decisions_for, titles
from moderation.wording import kind_label, reason_of, state_label, step_label
from newsroom.navigation import desk_address_of

CHUNK = 500
PEOPLE, RULES = "people", "rules"
COLUMNS = (
    "at", "who", "rule", "act", "kind", "object", "title", "section", "from", "to", "reason", "version", "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One act."""

    at: datetime
    who: str
    rule: str
    act: str
    label: str
    kind: str
    object: int
    title: str = ""
    section: str = ""
    source: str = ""
    target: str = ""
    passage: str = ""
    reason: str = ""
    version: str = ""
    digest: str = ""
    url: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What goes into a file, under the names of ``COLUMNS``."""
        values = (
            self.at.isoformat(), self.who, self.rule, self.act, self.kind, self.object, self.title, self.section,
            self.source, self.target, self.reason, self.version, self.digest,
        )  # fmt: skip
        return dict(zip(COLUMNS, values, strict=True))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which acts: of whom, on which article, in which section, which act, in which days. Empty: all."""

    person: int | None = None
    actors: str = ""  # "people" or "rules"; empty: both
    article: int | None = None
    section: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def read(cls, given: Any) -> "Selection":
        """From an address; what no page of ours says counts as nothing."""
        return cls(
            key_in(given.get("person", "")),
            given.get("person", "") if given.get("person", "") in (PEOPLE, RULES) else "",
            key_in(given.get("article", "")),
            given.get("section", "")[:50],
            given.get("act", "")[:40],
            _midnight(given.get("since", "")),
            _midnight(given.get("until", ""), timedelta(days=1)),
        )


def rows(person: User, selection: Selection, before: datetime | None = None) -> Iterator[Row]:
    """The acts that the person may look at, newest first; read as they are asked for."""
    if before is not None and (selection.until is None or before < selection.until):
        selection = replace(selection, until=before)
    return newest_first(
        _decided(_chosen(decisions_for(person), selection, "at", Q(name=selection.act))),
        _replaced(person, selection),
        _powers(person, selection),
    )


def newest_first(*sources: Iterable[Row]) -> Iterator[Row]:
    """Several lists, each newest first, as one."""
    return heapq.merge(*sources, key=lambda row: row.at, reverse=True)


def _chosen(found: QuerySet[Any], selection: Selection, at: str, act: Q) -> QuerySet[Any]:
    if selection.person is not None:
        found = found.filter(by=selection.person)
    if selection.actors:
        found = found.filter(by__isnull=selection.actors == RULES)
    if selection.article is not None:
        found = found.filter(about_article(selection.article))
    if selection.section:
        found = found.filter(about_section(selection.section))
    if selection.act:
        found = found.filter(act)
    return _in_time(found, selection, at)


def _in_time(found: QuerySet[Any], selection: Selection, at: str) -> QuerySet[Any]:
    if selection.since is not None:
        found = found.filter(**{f"{at}__gte": selection.since})
    if selection.until is not None:
        found = found.filter(**{f"{at}__lt": selection.until})
    return found


def _decided(decisions: QuerySet[Decision]) -> Iterator[Row]:
    ordered = decisions.select_related("by", "evidence").order_by("-at", "-pk")
    for batch in batched(ordered.iterator(chunk_size=CHUNK), CHUNK):
        known = titles(batch)
        for decision in batch:
            title, section = known.get((decision.kind, decision.object_id), ("", ""))
            before, after = decision.from_state, decision.to_state
            yield Row(
                at=decision.at,
                who=str(decision.by) if decision.by_id else "",
                rule=decision.deputy,
                act=decision.name,
                label=step_label(decision),
                kind=decision.kind,
                object=decision.object_id,
                title=title or f"{kind_label(decision.kind)} {decision.object_id}",
                section=section,
                source=before,
                target=after,
                passage=""
                if before == after
                else f"{state_label(decision.kind, before)} → {state_label(decision.kind, after)}",
                reason=reason_of(decision),
                version=str(decision.object_version),
                digest=decision.digest,
                url=desk_address_of(decision.kind, decision.object_id),
            )


def _replaced(person: User, selection: Selection) -> Iterator[Row]:
    """Pictures whose file was replaced; they stand in no section and hang on no one article."""
    if not person.has_perm("articles.view_image") or selection.article is not None or selection.section:
        return
    if selection.act not in ("", "replace") or selection.actors == RULES:
        return
    found = _in_time(EarlierFile.objects.select_related("image", "replaced_by"), selection, "replaced_at")
    if selection.person is not None:
        found = found.filter(replaced_by=selection.person)
    for earlier in found.order_by("-replaced_at", "-pk").iterator(chunk_size=CHUNK):
        yield Row(
            at=earlier.replaced_at,
            who=str(earlier.replaced_by),
            rule="",
            act="replace",
            label=_("Picture replaced"),
            kind="articles.image",
            object=earlier.image_id,
            title=str(earlier.image),
            reason=earlier.reason,
            version=str(earlier.version),
            digest=earlier.digest,
            url=desk_address_of("articles.image", earlier.image_id),
        )


def _powers(person: User, selection: Selection) -> Iterator[Row]:
    """Who gave whom which power, for who may look at that."""
    if not person.has_perm("accounts.view_accesschange") or selection.article is not None:
        return
    found = _in_time(AccessChange.objects.select_related("person", "by"), selection, "at")
    if selection.actors:
        found = found.filter(by__isnull=selection.actors == RULES)
    if selection.person is not None:
        found = found.filter(by=selection.person)
    if selection.section:
        found = found.filter(section=selection.section)
    if selection.act:
        found = found.filter(act=selection.act)
    for change in found.order_by("-at", "-pk").iterator(chunk_size=CHUNK):
        yield Row(
            at=change.at,
            who=str(change.by or ""),
            rule="" if change.by_id else "command",
            act=change.act,
            label=str(change.get_act_display()).capitalize(),
            kind="accounts.user",
            object=change.person_id or 0,
            title=str(change.person or change.about),
            section=change.section,
            reason=" ".join(
                part for part in (str(change.get_role_display()) if change.role else "", change.about) if part
            ),
            url=desk_address_of("accounts.user", change.person_id) if change.person_id else "",
        )


def _midnight(words: str, later: timedelta = timedelta(0)) -> datetime | None:
    """The start of the day on the site's clock, or of a later day."""
    try:
        day = parse_date(words)
        return timezone.make_aware(datetime.combine(day + later, time())) if day else None
    except (ValueError, OverflowError):
        return None
