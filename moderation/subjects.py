"""What decisions are about: each app says where its objects stand and who may look at them, so that the record keeps to a
person's sections without knowing the apps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import User
from moderation.models import Decision
from moderation.reach import sections_of

LOOK = "moderation.view_decision"


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of object. ``section``, ``article`` and ``title`` are lookups from it; empty where it has none."""

    kind: str  # model label in lower case
    permission: str  # whoever holds it may look at what was decided on the kind
    title: str
    section: str = ""
    article: str = ""


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind known to the record; called from ``AppConfig.ready``."""
    _subjects[subject.kind] = subject


def subject_of(kind: str) -> Subject | None:
    """The subject of a kind; None if nobody registered it."""
    return _subjects.get(kind)


def decisions_for(person: User) -> QuerySet[Decision]:
    """The decisions that the person may look at. What stands in no section is open to every section; a kind that nobody
    registered is open to who looks at everything."""
    everywhere = sections_of(person, frozenset({LOOK}))
    if everywhere == frozenset():
        return Decision.objects.none()
    within = Q(pk__in=[]) if everywhere is not None else ~Q(kind__in=list(_subjects))
    for subject in _subjects.values():
        reach = _smaller(everywhere, sections_of(person, frozenset({subject.permission})))
        if reach is None or (reach and not subject.section):
            within |= Q(kind=subject.kind)
        elif reach:
            here = Q(**{f"{subject.section}__in": reach}) | Q(**{f"{subject.section}__isnull": True})
            within |= Q(kind=subject.kind, object_id__in=_objects(subject).filter(here).values("pk"))
    return Decision.objects.filter(within)


def about_section(slug: str) -> Q:
    """Decisions on what stands in the section."""
    return _any_of((subject, {subject.section: slug}) for subject in _subjects.values() if subject.section)


def about_article(key: int) -> Q:
    """Decisions on the article, and on its texts, comments and all else that hangs on it."""
    return _any_of((subject, {subject.article: key}) for subject in _subjects.values() if subject.article)


def titles(decisions: Iterable[Decision]) -> dict[tuple[str, int], tuple[str, str]]:
    """(kind, object) → its title and its section; one query per kind. What is gone is missing."""
    wanted: dict[str, set[int]] = {}
    for decision in decisions:
        wanted.setdefault(decision.kind, set()).add(decision.object_id)
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, keys in wanted.items():
        subject = _subjects.get(kind)
        if subject is None:
            continue
        columns = ["pk", subject.title, *([subject.section] if subject.section else [])]
        for key, title, *section in _objects(subject).filter(pk__in=keys).values_list(*columns):
            found[kind, key] = (str(title or ""), str(section[0] or "") if section else "")
    return found


def _any_of(wanted: Iterable[tuple[Subject, dict[str, object]]]) -> Q:
    found = Q(pk__in=[])
    for subject, lookup in wanted:
        found |= Q(kind=subject.kind, object_id__in=_objects(subject).filter(**lookup).values("pk"))
    return found


def _objects(subject: Subject) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model(subject.kind)._default_manager.all()
    return found


def _smaller(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
