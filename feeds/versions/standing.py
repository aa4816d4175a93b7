"""Whether the wire stands by what we made of its report: banners at the desk, and a bar before publication."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.banners import Banner
from articles.checklist.finding import Finding, Severity
from articles.checklist.subject import Subject
from feeds.models import ImportedItem, ItemVersion
from moderation.models import Decision

KIND = ImportedItem._meta.label_lower
# What settles a withdrawal: a publisher stood by the report, or the article was taken off.
SETTLING = ("keep_published", "follow_kill")


def troubled() -> QuerySet[ImportedItem]:
    """The accepted items whose report the wire withdrew, withholds or lost, and nobody has settled since."""
    settled = Decision.objects.filter(kind=KIND, object_id=OuterRef("pk"), name__in=SETTLING)
    since = settled.filter(at__gte=OuterRef("withdrawn_at"))
    withheld = Q(wire_status=ImportedItem.WireStatus.WITHHELD) & ~Exists(settled)
    return ImportedItem.objects.filter(
        (Q(withdrawn_at__isnull=False) & ~Exists(since)) | withheld,
        state=ImportedItem.State.ACCEPTED,
        article__isnull=False,
    )


class WireCrier:
    """Tells the desk of withdrawn and newer reports, on the pages of the articles that were made of them."""

    def banners(self, article_ids: Sequence[int]) -> Mapping[int, Sequence[Banner]]:
        """Two queries."""
        found: dict[int, list[Banner]] = defaultdict(list)
        for item in troubled().filter(article_id__in=article_ids):
            found[item.article_id or 0].append(_withdrawn(item))
        waiting = ItemVersion.objects.filter(
            item=OuterRef("pk"), number__gt=Coalesce("item__taken_version", 0)
        )
        newer = ImportedItem.objects.filter(
            Exists(waiting), article_id__in=article_ids, withdrawn_at=None, state=ImportedItem.State.ACCEPTED
        )
        for item in newer:
            found[item.article_id or 0].append(_newer(item))
        return found


def bar_publication(subject: Subject) -> Iterator[Finding]:
    """A text whose report the wire took back is not published, unless a publisher takes it upon them."""
    for item in troubled().filter(article=subject.article):
        yield Finding(
            Severity.BLOCKING,
            _say(item),
            "",
            f"wire-withdrawn-{item.pk}",
            _("Keep it for a reason where it waits in the queue, or leave it unpublished."),
            link=reverse("admin:feeds_importeditem_change", args=[item.pk]),
            link_words=_("Look at the report"),
            may_be_waived=True,
        )


def _say(item: ImportedItem) -> str:
    if item.withdrawn_at is not None:
        return _("The wire withdrew the report that this was made of.")
    return _("The wire withholds the report that this was made of.")


def _withdrawn(item: ImportedItem) -> Banner:
    return Banner(
        _say(item),
        _("Withdrawn by the wire"),
        f"{reverse('moderation:queue')}?kind={KIND}",
        _("Decide in the queue"),
    )


def _newer(item: ImportedItem) -> Banner:
    return Banner(
        _("The wire sent a newer version of this report."),
        _("Newer on the wire"),
        reverse("admin:feeds_importeditem_merge", args=[item.pk]),
        _("Compare and merge"),
        is_alarm=False,
    )
