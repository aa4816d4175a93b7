"""Notes on a text: writing one, answering, resolving. Whoever may read the text may speak about it."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.backends import people_with
from accounts.models import User
from articles.models import Article, Note, ReviewLink, Revision
from articles.models.note import NOTE_LENGTH, QUOTE_LENGTH
from common.html import plain_text
from moderation.errors import NotAllowed
from notifications.outbox import tell

READ = "articles.view_revision"


@transaction.atomic
def write(
    revision: Revision,
    text: str,
    *,
    by: User | ReviewLink,
    quote: str = "",
    parent: Note | None = None,
    kind: str = Note.Kind.REMARK,
    now: datetime | None = None,
) -> Note:
    """Store a note or a reply, and tell whom it names, whose thread it is and whose text it is.

    A reply to a resolved thread opens it again. Raises NotAllowed: who may not read the text, empty or too long words.
    """
    text = text.replace("\r\n", "\n").strip()
    if isinstance(by, User) and not by.has_perm(READ, revision.article):
        raise NotAllowed(_("Your role does not allow reading this text."))
    if not text and kind == Note.Kind.REMARK:
        raise NotAllowed(_("Write what you want to say first."))
    if len(text) > NOTE_LENGTH:
        raise NotAllowed(_("A note may have up to %(count)d characters.") % {"count": NOTE_LENGTH})
    if parent is not None:
        parent = parent.parent or parent
        Note.objects.filter(pk=parent.pk).update(resolved_at=None, resolved_by=None)
    note = Note.objects.create(
        article=revision.article,
        revision=revision,
        kind=kind,
        author=by if isinstance(by, User) else None,
        link=by if isinstance(by, ReviewLink) else None,
        parent=parent,
        text=text,
        quote=" ".join(quote.split())[:QUOTE_LENGTH],
        text_digest=revision.digest,
        written_at=now or timezone.now(),
    )
    # A stranger's words call nobody by name: only the house's do.
    named = mentioned(text, readers_of(revision.article)) if isinstance(by, User) else []
    note.mentions.set(named)
    _tell(note, named, by if isinstance(by, User) else None)
    return note


def resolve(note: Note, *, by: User, now: datetime | None = None) -> None:
    """Close the thread that the note belongs to; twice is once. Raises NotAllowed."""
    _require_reader(note, by)
    thread = Note.objects.filter(pk=note.parent_id or note.pk, resolved_at=None)
    thread.update(resolved_at=now or timezone.now(), resolved_by=by)


def reopen(note: Note, *, by: User) -> None:
    """Open the thread again. Raises NotAllowed."""
    _require_reader(note, by)
    Note.objects.filter(pk=note.parent_id or note.pk).update(resolved_at=None, resolved_by=None)


def readers_of(article: Article) -> list[User]:
    """The people of the house who may read the article's texts, by name."""
    people = [person for person in people_with(READ) if person.is_staff and person.has_perm(READ, article)]
    return sorted(people, key=lambda person: str(person).casefold())


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Whom the text names by ``@`` and their name. “@Ann Berg” calls Ann Berg and not also Ann."""
    rest, found = text.casefold(), []
    by_name: dict[str, list[User]] = {}
    for person in people:
        by_name.setdefault(str(person).casefold(), []).append(person)
    for name in sorted(by_name, key=len, reverse=True):
        rest, count = re.subn(rf"@{re.escape(name)}(?!\w)", " ", rest)
        found += by_name[name] if count else []
    return found


def printed_words(revision: Revision) -> str:
    """All that can be marked in a text, with single spaces."""
    words = f"{revision.headline} {revision.standfirst} {plain_text(revision.body)} {revision.change_note}"
    return " ".join(words.split())


def _require_reader(note: Note, by: User) -> None:
    if not by.has_perm(READ, note.article):
        raise NotAllowed(_("Your role does not allow reading this text."))


def _tell(note: Note, named: list[User], by: User | None) -> None:
    event = f"note:{note.pk}"
    tell(named, "mentioned", event=event, object_id=note.pk, actor=by)
    concerned = {note.revision.changed_by, note.revision.opened_by}
    if note.link is not None:
        concerned.add(note.link.made_by)
    if note.parent is not None:
        thread = Note.objects.filter(pk=note.parent.pk) | Note.objects.filter(parent=note.parent)
        concerned |= {other.author for other in thread.select_related("author")}
    others = [person for person in concerned if person is not None and person not in named]
    tell(others, "note_written", event=event, object_id=note.pk, actor=by)
