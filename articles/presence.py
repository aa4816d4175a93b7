"""Who has an article open, and who of them writes. The lock is soft: it warns, it never stops a save."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import working_copies
from articles.drafting import may_edit
from articles.models import Article, Presence, Revision, WritingLock
from moderation.errors import NotAllowed
from notifications.outbox import tell

# Browsers let a page in the background act once a minute; a page that was seen within this time is open.
ALIVE = timedelta(seconds=100)
# Who went without saving is named for longer: their words may come back.
UNSAVED = timedelta(minutes=15)


def seen(article: Article, person: User, tab: str, *, has_unsaved: bool, now: datetime | None = None) -> None:
    """Note that the page is open."""
    now = now or timezone.now()
    Presence.objects.update_or_create(
        article=article,
        person=person,
        tab=tab,
        defaults={"seen_at": now, "has_unsaved": has_unsaved},
        create_defaults={"seen_at": now, "has_unsaved": has_unsaved, "opened_at": now},
    )
    WritingLock.objects.filter(article=article, holder=person).update(seen_at=now)


def left(
    article: Article, person: User, tab: str, *, is_returning: bool = False, now: datetime | None = None
) -> None:
    """Note that the page was closed; with the person's last one the lock goes, unless the page is loaded anew."""
    rows = Presence.objects.filter(article=article, person=person, tab=tab)
    (rows if is_returning else rows.filter(has_unsaved=False)).delete()
    if is_returning:
        return
    others = here(article.pk, now).filter(person=person).exclude(tab=tab)
    if not others.exists():
        WritingLock.objects.filter(article=article, holder=person).delete()


def here(article_id: int, now: datetime | None = None) -> QuerySet[Presence]:
    """Every open page of the article, the first one first."""
    return _open(now).filter(article=article_id).select_related("person")


def with_people(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The articles, each with its open pages as ``open_pages``: what a list shows."""
    pages = _open(None).select_related("person")
    return articles.prefetch_related(Prefetch("presences", pages, to_attr="open_pages"))


def lock_of(article_id: int, now: datetime | None = None) -> WritingLock | None:
    """Who writes now, if anybody."""
    alive = (now or timezone.now()) - ALIVE
    return WritingLock.objects.select_related("holder").filter(article=article_id, seen_at__gte=alive).first()


def write(article: Article, person: User, now: datetime | None = None) -> WritingLock | None:
    """Take the lock where nobody has it; answers whose it is."""
    now = now or timezone.now()
    fresh = {"holder": person, "since": now, "seen_at": now}
    WritingLock.objects.filter(article=article, seen_at__lt=now - ALIVE).update(**fresh)
    WritingLock.objects.bulk_create([WritingLock(article=article, **fresh)], ignore_conflicts=True)
    return lock_of(article.pk, now)


def release(article_id: int) -> None:
    """The lock goes with whatever ends the writing: a step, a publication, a withdrawal."""
    WritingLock.objects.filter(article=article_id).delete()


@transaction.atomic
def take_over(text: Revision, *, by: User, now: datetime | None = None) -> User | None:
    """Make ``by`` the one who writes. The words of who wrote are kept among the saved texts, and they are told.

    Answers who wrote before. Raises NotAllowed for who may not change the text.
    """
    now = now or timezone.now()
    text = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=text.pk)
    if not may_edit(text, by):
        raise NotAllowed(_("Your role does not allow changing this text."))
    write(text.article, by, now)
    lock = (
        WritingLock.objects.select_for_update(of=("self",)).select_related("holder").get(article=text.article)
    )
    holder = lock.holder
    if holder == by:
        return None
    working_copies.rescue(text, holder, now)
    lock.holder, lock.since, lock.seen_at = by, now, now
    lock.save()
    tell(
        [holder],
        "taken_over",
        event=f"take-over:{text.pk}:{now.isoformat()}",
        object_id=text.pk,
        context={"by": by.pk},
        actor=by,
        channels=["site"],
        now=now,
    )
    return holder


def forget(now: datetime | None = None) -> int:
    """Drop the rows of pages that were closed long ago; how many."""
    old = (now or timezone.now()) - UNSAVED
    WritingLock.objects.filter(seen_at__lt=old).delete()
    return Presence.objects.filter(seen_at__lt=old).delete()[0]


def _open(now: datetime | None) -> QuerySet[Presence]:
    now = now or timezone.now()
    return Presence.objects.filter(
        Q(seen_at__gte=now - ALIVE) | Q(has_unsaved=True, seen_at__gte=now - UNSAVED)
    )
