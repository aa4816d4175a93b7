"""What is typed and not saved yet: kept as it is typed, offered again, rescued at a take-over, swept when it is old."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles.digest import PRINTED, digest_of_values
from articles.models import Revision, SavedText, WorkingCopy
from articles.saving import base_of, keep, printed
from common.html import sanitise

KEPT_FOR = timedelta(days=30)
MOST_COPIES = 20  # of one text and one person; the oldest goes
PREFIX = "text-"  # of the form's fields


def keep_copy(
    revision: Revision,
    person: User,
    *,
    tab: str,
    sequence: int,
    base_version: int,
    fields: Mapping[str, str],
    now: datetime | None = None,
) -> bool:
    """Keep what the page holds; whether it was newer than what is kept. Never touches the text, its version or state.

    ``fields`` maps the form's fields to what was typed. Requests may overtake one another: the highest ``sequence`` wins.
    """
    now = now or timezone.now()
    row = WorkingCopy.objects.filter(person=person, revision=revision, tab=tab)
    values = {
        "sequence": sequence,
        "base_version": base_version,
        "fields": _storable(fields),
        "saved_at": now,
    }
    if row.filter(sequence__lt=sequence).update(**values):
        return True
    if not row.exists():
        made = WorkingCopy(person=person, revision=revision, tab=tab, **{**values, "sequence": sequence - 1})
        WorkingCopy.objects.bulk_create([made], ignore_conflicts=True)
        _drop_surplus(revision, person)
    return bool(row.filter(sequence__lt=sequence).update(**values))


def close(revision: Revision, person: User, *, tab: str, sequence: int, restored: int = 0) -> None:
    """The page's words are saved. An empty copy stays for a while, so that a request that comes late brings nothing back."""
    WorkingCopy.objects.filter(pk=restored, person=person).delete()
    if tab:
        keep_copy(revision, person, tab=tab, sequence=sequence, base_version=revision.version, fields={})


def offered(revision: Revision, person: User) -> list[WorkingCopy]:
    """The person's copies that hold other words than the saved text, the newest first."""
    copies = WorkingCopy.objects.filter(person=person, revision=revision).exclude(fields={})
    now = printed(revision)
    return [copy for copy in copies if words_of(copy, revision) != now]


def discard(person: User, key: int) -> None:
    """Throw away a copy of the person's own."""
    WorkingCopy.objects.filter(pk=key, person=person).delete()


def words_of(copy: WorkingCopy, revision: Revision) -> dict[str, Any]:
    """The whole text as the page had it, in the form of a saved text. What no field can hold stays as in its base."""
    base = base_of(revision, copy.base_version)
    text = dict(base.text) if base else printed(revision)
    for name in PRINTED:
        typed = copy.fields.get(PREFIX + name.removesuffix("_id"))
        if typed is None:
            continue
        if name == "body":
            text[name] = sanitise(typed.replace("\r\n", "\n"))
        elif name == "lead_image_id":
            text[name] = int(typed) if typed.isdecimal() else None
        elif name == "dateline_date":
            text[name] = _day(typed, text.get(name))
        else:
            text[name] = typed.replace("\r\n", "\n")
    return text


def rescue(revision: Revision, person: User, now: datetime) -> int:
    """Keep the person's unsaved words among the saved texts; how many. Call it with the revision's row locked."""
    count = 0
    for copy in offered(revision, person):
        text = words_of(copy, revision)
        digest = digest_of_values(text)
        if not revision.saves.filter(digest=digest).exists():
            keep(revision, by=person, origin=SavedText.Origin.RESCUED, now=now, text=text, digest=digest)
            count += 1
    return count


def sweep(now: datetime | None = None) -> int:
    """Drop copies that nobody asked for in a month, and the empty ones of yesterday; how many."""
    now = now or timezone.now()
    empty = WorkingCopy.objects.filter(fields={}, saved_at__lt=now - timedelta(days=1)).delete()[0]
    return empty + WorkingCopy.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]


def _drop_surplus(revision: Revision, person: User) -> None:
    copies = WorkingCopy.objects.filter(person=person, revision=revision).order_by("-saved_at")
    surplus = list(copies.values_list("pk", flat=True)[MOST_COPIES:])
    WorkingCopy.objects.filter(pk__in=surplus).delete()


def _storable(fields: Mapping[str, str]) -> dict[str, str]:
    """Without what no database column can hold; all else as it was typed."""
    return {
        name: value.encode("utf-8", "ignore").decode().replace("\x00", "") for name, value in fields.items()
    }


def _day(typed: str, otherwise: Any) -> Any:
    try:
        return date.fromisoformat(typed).isoformat() if typed else None
    except ValueError:
        return otherwise
