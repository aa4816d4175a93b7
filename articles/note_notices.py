"""What people are told of notes: they are named in one, or one is about their text or in their thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Note
from notifications.models import Notification
from notifications.renderers import Message, Renderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(slots=True)
class NoteNotice:
    """A note that concerns the recipient. Dropped where they may no longer read the text."""

    kind: str

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where the note is gone or no longer theirs to read."""
        notes = Note.objects.select_related("author", "link", "article__section", "revision")
        note = notes.filter(pk=notification.object_id).first()
        if note is None or not notification.recipient.has_perm("articles.view_revision", note.article):
            return None
        titles = {
            "mentioned": _("%(who)s named you in a note on “%(headline)s”"),
            "note_written": _("%(who)s wrote a note on “%(headline)s”"),
        }
        agrees = _("%(who)s agrees with “%(headline)s”")
        title = agrees if note.kind == Note.Kind.APPROVAL else titles[self.kind]
        words = {"who": note.who, "headline": note.revision.headline}
        path = reverse("admin:articles_article_notes", args=[note.article_id]) + f"#note-{note.pk}"
        context = {**words, "note": note.text, "quote": note.quote}
        return Message(title % words, path, f"article-{note.article_id}", context)


RENDERERS: "tuple[tuple[Renderer, StrOrPromise], ...]" = (
    (NoteNotice("mentioned"), gettext_lazy("Somebody names you in a note")),
    (NoteNotice("note_written"), gettext_lazy("A note on your text or in your thread")),
)
