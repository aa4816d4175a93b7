"""Proofs over the texts: every saved one is what was saved, in its order; every correction is what readers were told."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from articles.correction_chain import link_of as correction_link
from articles.digest import digest_of_values
from articles.models import Correction, Revision, SavedText
from articles.saving import link_of
from moderation.auditing import Breach

CHUNK = 500  # texts held in memory at once
TOLD = (Revision.Change.UPDATE, Revision.Change.CORRECTION)
PUBLISHED = (Revision.State.LIVE, Revision.State.SUPERSEDED)


def saves_are_whole() -> int | Breach:
    """Numbers without a gap, each link over its row and the link before it, each text with its digest."""
    before: SavedText | None = None
    checked = 0
    for saved in SavedText.objects.order_by("revision_id", "number").iterator(chunk_size=CHUNK):
        first = before is None or before.revision_id != saved.revision_id
        number, link = (0, "") if first or before is None else (before.number, before.link)
        if saved.number != number + 1 or saved.previous_link != link:
            return _save(saved, "does not follow the text before it: one was removed, added or changed")
        if saved.link != link_of(saved):
            return _save(saved, "its link does not match its row: the row was changed")
        if not _is_its_text(saved):
            return _save(saved, "holds another text than its digest says")
        before, checked = saved, checked + 1
    return checked


def texts_are_the_saved() -> int | Breach:
    """Each revision is as its newest saved text, and was changed last by who saved that."""
    newest = SavedText.objects.filter(revision=OuterRef("pk")).exclude(origin=SavedText.Origin.RESCUED)
    newest = newest.order_by("-number")
    texts = Revision.objects.annotate(
        saved_digest=Subquery(newest.values("digest")[:1]), saver=Subquery(newest.values("saved_by")[:1])
    )
    same = Q(saver=F("changed_by")) | Q(saver=None, changed_by=None)
    stray = texts.exclude(Q(saved_digest=F("digest")) & same).order_by("pk").first()
    if stray is not None:
        return Breach(Revision._meta.db_table, stray.pk, "is not as it was saved last")
    return texts.count()


def corrections_are_whole() -> int | Breach:
    """Each link over its row and the link before it; each belongs to its published change, and each such change has one."""
    before: Correction | None = None
    checked = 0
    rows = Correction.objects.select_related("revision").order_by("article_id", "pk")
    for note in rows.iterator(chunk_size=CHUNK):
        same = before is not None and before.article_id == note.article_id
        if note.previous_link != (before.link if before is not None and same else ""):
            return _note(note, "does not name the correction before it: one was removed, added or changed")
        if note.link != correction_link(note):
            return _note(note, "its link does not match its row: the row was changed")
        if not _belongs(note):
            return _note(note, "belongs to no published change that says so")
        before, checked = note, checked + 1
    told = Correction.objects.filter(revision=OuterRef("pk"))
    untold = (
        Revision.objects.filter(~Exists(told), change__in=TOLD, state__in=PUBLISHED).order_by("pk").first()
    )
    if untold is not None:
        return Breach(
            Revision._meta.db_table,
            untold.pk,
            "was published as a change that readers are told of, and they were not",
        )
    return checked


def _is_its_text(saved: SavedText) -> bool:
    try:
        return saved.digest == digest_of_values(saved.text)
    except (KeyError, TypeError, AttributeError):
        return False  # no text at all


def _belongs(note: Correction) -> bool:
    text = note.revision
    return (
        text.article_id == note.article_id
        and text.state in PUBLISHED
        and (text.change, text.change_note, text.published_at) == (note.kind, note.note, note.published_at)
    )


def _save(saved: SavedText, words: str) -> Breach:
    return Breach(
        SavedText._meta.db_table, saved.pk, f"(revision {saved.revision_id}, {saved.number}) {words}"
    )


def _note(note: Correction, words: str) -> Breach:
    return Breach(Correction._meta.db_table, note.pk, f"(article {note.article_id}) {words}")
