"""What follows when the wire sends a report again: the item waits once more, is withdrawn, or a slip is mended by rule."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.backends import people_with
from articles.models import Article
from feeds.intake.waiting import reasons_for
from feeds.models import ImportedItem, ItemVersion
from feeds.trusting import losing
from feeds.versions import mending
from feeds.versions.advisories import called_back
from feeds.versions.comparing import meeting
from feeds.versions.waiting_again import KILLED, NEWER, PRIORITY, wait_again
from moderation import queue
from moderation.actors import Deputy
from moderation.transition import transition
from notifications.outbox import tell

WIRE = Deputy("wire-versions@1")
PUBLISH = "articles.publish_revision"
State, Change = ImportedItem.State, ItemVersion.Change


def follow(item: ImportedItem, version: ItemVersion, now: datetime) -> None:
    """Let everything follow from a newer version that was stored; call it in the same transaction, the item locked.

    Raises Conflict where the item was decided meanwhile.
    """
    losing.sent_again(item, version, now)
    if version.change == Change.KILL:
        withdraw(item, version.why, now, event=f"version:{version.pk}")
        return
    if item.withdrawn_at is not None:
        item.withdrawn_at = None
        item.save(update_fields=["withdrawn_at"])
    if item.state == State.WITHDRAWN:
        item.refresh_from_db(fields=["version"])
        transition(item, "send_again", by=WIRE, version=item.version, reason=version.why, now=now)
        again = {"rule": NEWER, "words": _("The wire had withdrawn it and sends it again.")}
        queue.enqueue(
            item, reasons=[again, *reasons_for(item)], section=item.section_slug, language=item.language
        )
    elif item.state == State.ACCEPTED:
        _put_to_the_desk(item, version, now)


def withdraw(item: ImportedItem, why: str, now: datetime, *, event: str) -> None:
    """The wire takes the report back: what waits is closed, what we made of it comes before the desk at once.

    Withdrawing twice changes nothing. Raises Conflict where the item was decided meanwhile.
    """
    if item.withdrawn_at is not None:
        return
    item.withdrawn_at = now
    item.save(update_fields=["withdrawn_at"])
    if item.state in {State.HELD, State.RECEIVED}:
        queue.close(item, transition(item, "recall", by=WIRE, version=item.version, reason=why, now=now))
    elif item.state == State.ACCEPTED and item.article is not None:
        article = item.article
        losing.taken_back(item, why, now)
        if article.withdrawn_at is None:
            wait_again(item, KILLED, _alarm(article, why), PRIORITY[Change.KILL])
            _tell_publishers(item, article, event, now)
    elif item.state == State.DUPLICATE and item.duplicate_of is not None:
        _doubt(item.duplicate_of, item)


def first_seen(items: Sequence[ImportedItem], now: datetime) -> None:
    """Reports that come withdrawn wait for nobody; one that takes another back does so. In the transaction of intake."""
    for item in items:
        if item.wire_status == ImportedItem.WireStatus.CANCELED:
            withdraw(item, _("The wire withdrew it before it came."), now, event="")
        elif (meant := called_back(item, now)) is not None:
            why = _("A report of its own takes it back: “%(headline)s”.") % {"headline": item.headline}
            withdraw(meant, why, now, event=f"advisory:{item.pk}")


def _put_to_the_desk(item: ImportedItem, version: ItemVersion, now: datetime) -> None:
    if item.article is None or item.article.withdrawn_at is not None:
        return
    if version.change == Change.TYPO:
        met = meeting(item)
        if met is None or met.changes_nothing:
            _take_silently(item, version)
            return
        if mending.mend(met, now):
            return
    priority = PRIORITY[version.change]
    words = f"{version.get_change_display()}: {version.why}"
    if item.wire_status == ImportedItem.WireStatus.WITHHELD:
        priority, words = PRIORITY[Change.KILL], _alarm(item.article, version.why)
    wait_again(item, NEWER, words, priority)


def _take_silently(item: ImportedItem, version: ItemVersion) -> None:
    """Nothing of ours would change, so nobody is asked; unless an earlier version still waits."""
    if item.taken_version == version.number - 1:
        item.taken_version = version.number
        item.save(update_fields=["taken_version"])


def _doubt(original: ImportedItem, copy: ImportedItem) -> None:
    """The same copy was withdrawn elsewhere: whoever has the original hears of it, and decides as ever."""
    waits = {State.HELD, State.ACCEPTED}
    if original.state in waits and original.withdrawn_at is None:
        words = _("%(feed)s withdrew its report of the same words.") % {"feed": copy.feed.source}
        wait_again(original, KILLED, words, PRIORITY[Change.CORRECTION])


def _alarm(article: Article, why: str) -> str:
    if article.is_published:
        return _("The wire withdrew this report, and it is published at %(address)s. %(why)s") % {
            "address": article.get_absolute_url(),
            "why": why,
        }
    return _("The wire withdrew this report; a draft was made of it. %(why)s") % {"why": why}


def _tell_publishers(item: ImportedItem, article: Article, event: str, now: datetime) -> None:
    publishers = [person for person in people_with(PUBLISH) if person.has_perm(PUBLISH, article)]
    tell(publishers, "wire_withdrawn", event=f"wire-withdrawn:{item.pk}:{event}", object_id=item.pk, now=now)
