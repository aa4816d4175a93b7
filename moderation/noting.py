"""Notes on what waits: a word for the colleague who decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.errors import NotAllowed, ReasonRequired
from moderation.models import Item, Note
from moderation.models.note import MAX_LENGTH

Object = tuple[str, int]  # kind and number


def write(item: Item, text: str, *, by: User) -> Note:
    """Keep a note on what the item is about. Raises ReasonRequired (no word), NotAllowed (too long)."""
    words = text.replace("\0", "").strip()
    if not words:
        raise ReasonRequired(_("Write the note first."))
    if len(words) > MAX_LENGTH:
        raise NotAllowed(_("A note has at most %(most)d characters.") % {"most": MAX_LENGTH})
    return Note.objects.create(kind=item.kind, object_id=item.object_id, by=by, text=words)


def notes_on(objects: Mapping[str, Iterable[int]]) -> dict[Object, list[Note]]:
    """The notes on these objects (numbers by kind), oldest first; one query."""
    wanted = Q(pk__in=[])
    for kind, numbers in objects.items():
        wanted |= Q(kind=kind, object_id__in=list(numbers))
    found: dict[Object, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(wanted).select_related("by"):
        found[note.kind, note.object_id].append(note)
    return found


def forget(kind: str, numbers: Iterable[int]) -> int:
    """What was noted on these objects goes with them; returns how many notes that were."""
    return Note.objects.filter(kind=kind, object_id__in=list(numbers)).delete()[0]
