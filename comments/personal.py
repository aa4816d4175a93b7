"""What the talk holds of a person: their words, also where others quote them, and what was said of them."""

import re
from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from articles.models import PageChange
from comments import counting, deleting, voting
from comments.models import Comment, EarlierText, Follow, GuestText, Mute, Vote
from comments.rendering import rendered
from moderation import noting
from moderation.models import Decision, Evidence, Item

KIND = Comment._meta.label_lower
# Shorter ones ("> yes") are anybody's words.
LEAST_QUOTED = 8
REDACTED = "[…]"
_QUOTED = re.compile(r"^(\s*(?:>\s?)+)(.*)$")
_NO_WORD = re.compile(r"[\W_]+")


class Comments:
    """Comments, the reasons of decisions on them, and quotes of them."""

    name = "comments"

    def export(self, person_id: int) -> Any:
        """Every comment with its place, its times and what became of it."""
        written = Comment.objects.filter(author=person_id).select_related("article__section").order_by("pk")
        notes = noting.notes_on({KIND: list(written.values_list("pk", flat=True))})
        reasons = dict(
            Evidence.objects.filter(
                decision__kind=KIND, decision__object_id__in=written.values("pk")
            ).values_list("decision__object_id", "words")
        )
        earlier: dict[int, list[dict[str, str]]] = defaultdict(list)
        for wording in EarlierText.objects.filter(comment__author=person_id).order_by("pk"):
            earlier[wording.comment_id].append(
                {"text": wording.text, "replaced": wording.replaced_at.isoformat()}
            )
        return [
            {
                "article": comment.article.get_absolute_url(),
                "in_reply_to": comment.parent_id,
                "number": comment.pk,
                "written": comment.created_at.isoformat(),
                "edited": comment.edited_at.isoformat() if comment.edited_at else None,
                "deleted": comment.deleted_at.isoformat() if comment.deleted_at else None,
                "state": comment.state,
                "reason": reasons.get(comment.pk, ""),
                "notes": [note.text for note in notes.get((KIND, comment.pk), [])],
                "text": comment.text,
                "earlier_texts": earlier[comment.pk],
            }
            for comment in written
        ]

    def erase(self, person_id: int) -> int:
        """Each becomes a tombstone, or nothing where nobody answered; others keep what they said themselves."""
        written = list(
            Comment.objects.filter(author=person_id)
            .select_related("author")
            .prefetch_related("earlier_texts")
        )
        said: dict[int, list[str]] = defaultdict(list)
        for comment in written:
            if comment.text:
                said[comment.article_id].append(_spoken(comment.text))
            for wording in comment.earlier_texts.all():
                said[comment.article_id].append(_spoken(wording.text))
            deleting.delete(comment, by=comment.author)
        numbers = [comment.pk for comment in written]
        decisions = Decision.objects.filter(kind=KIND, object_id__in=numbers)
        Evidence.objects.filter(decision__in=decisions).delete()
        Item.objects.filter(kind=KIND, object_id__in=numbers).update(reasons=[])
        noting.forget(KIND, numbers)
        for article_id in sorted(said):
            _redact(article_id, said[article_id])
        return len(written)


class Wishes:
    """Whom the person muted, and which threads they follow."""

    name = "muted, followed and unconfirmed"

    def export(self, person_id: int) -> Any:
        """Names of the muted as they are shown, and where the followed threads stand."""
        muted = Mute.objects.filter(person=person_id).select_related("muted").order_by("pk")
        followed = Follow.objects.filter(person=person_id).select_related("article__section").order_by("pk")
        return {
            "muted": [{"name": str(one.muted), "since": one.created_at.isoformat()} for one in muted],
            "followed": [
                {"article": one.article.get_absolute_url(), "since": one.created_at.isoformat()}
                for one in followed
            ],
            "unconfirmed": [
                {"name": one.name, "text": one.text, "written": one.created_at.isoformat()}
                for one in _unconfirmed(person_id)
            ],
        }

    def erase(self, person_id: int) -> int:
        """Both go, and nobody keeps a mute of somebody who is no longer there."""
        mutes, _ = Mute.objects.filter(Q(person=person_id) | Q(muted=person_id)).delete()
        follows, _ = Follow.objects.filter(person=person_id).delete()
        texts, _ = _unconfirmed(person_id).delete()
        return mutes + follows + texts


def _unconfirmed(person_id: int) -> QuerySet[GuestText]:
    """What was written with their address before anybody opened the link."""
    addresses = User.objects.filter(pk=person_id).values_list("email", flat=True)
    return GuestText.objects.filter(email__in=[address.lower() for address in addresses])


class Votes:
    """What somebody thought of others' comments."""

    name = "votes"

    def export(self, person_id: int) -> Any:
        """Each vote with its comment and its time."""
        votes = Vote.objects.filter(person=person_id).order_by("pk")
        return [{"comment": one.comment_id, "vote": one.value, "at": one.at.isoformat()} for one in votes]

    def erase(self, person_id: int) -> int:
        """They no longer count."""
        return voting.forget(person_id)


def _redact(article_id: int, said: list[str]) -> None:
    """Take the words out of quotes in others' comments."""
    counting.lock(article_id)
    for comment in Comment.objects.filter(article=article_id, text__contains=">").select_for_update(
        of=("self",)
    ):
        text = without_quotes(comment.text, said)
        if text != comment.text:
            Comment.objects.filter(pk=comment.pk).update(
                text=text, html=rendered(text), version=F("version") + 1
            )
    for wording in EarlierText.objects.filter(comment__article=article_id, text__contains=">"):
        text = without_quotes(wording.text, said)
        if text != wording.text:
            EarlierText.objects.filter(pk=wording.pk).update(text=text)
    PageChange.objects.create(article_id=article_id, cards_too=False)


def without_quotes(text: str, said: list[str]) -> str:
    """The text with each quoted line that stands in one of the spoken texts replaced by an ellipsis. Pure."""
    lines: list[str] = []
    for line in text.splitlines():
        found = _QUOTED.match(line)
        words = _spoken(found[2]) if found else ""
        goes_on = bool(found and lines and lines[-1] == f"{found[1]}{REDACTED}")
        is_enough = len(words) >= LEAST_QUOTED or (goes_on and words)
        if found and is_enough and any(words in one for one in said):
            if goes_on:
                continue
            line = f"{found[1]}{REDACTED}"
        lines.append(line)
    return "\n".join(lines)


def _spoken(text: str) -> str:
    """The words alone, in one case: quotes are shortened, wrapped and marked up."""
    return _NO_WORD.sub(" ", text.casefold()).strip()
