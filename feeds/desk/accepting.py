"""The desk's verbs on imported items: accept (a draft is made), reject, take a rejection back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting, pictures
from articles.models import Article, Author, Image, Section
from articles.restrictions import kept
from feeds.desk.drafted import drafted, of_item
from feeds.desk.fetching_pictures import fetched
from feeds.intake.taking_in import reasons_for
from feeds.models import ImportedItem
from feeds.parsing.wires.bylines import names_in
from moderation import mandates, queue
from moderation.actors import Actor, Deputy
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.recording import latest_decision
from moderation.transition import transition

MAX_TAGS = 12
MAX_TAG = 60  # a category that is longer is a sentence
MAX_ORIGINAL = 1_000


def accept(
    item: ImportedItem,
    *,
    by: User,
    version: int,
    section: Section | None = None,
    embargo_until: datetime | None = None,
    now: datetime | None = None,
) -> Decision:
    """Make a draft of the item: unedited wire copy, changed by nobody. ``item.article`` is the new article.

    ``section`` is needed where the feed has none. The pictures are fetched before the transaction: the first one leads
    the draft, the others stand in the library. Without them the draft is made all the same. Raises NotAllowed (role, no
    section, the wire keeps it back), Conflict (decided or renewed meanwhile).
    """
    now = now or timezone.now()
    section = section or item.section or item.feed.section
    if section is None:
        raise NotAllowed(_("This feed has no section: choose one."))
    if not (by.has_perm("feeds.accept_item", item) and by.has_perm("feeds.accept_item", section)):
        raise NotAllowed(_("Your role does not allow accepting reports for this section."))
    _require_usable(item)
    _require_unchanged(item, version)
    stills = fetched(item)
    try:
        return _accept(
            item, section, stills.lead, by=by, version=version, embargo_until=embargo_until, now=now
        )
    except Exception:
        for picture in stills.all:
            pictures.discard(picture)
        raise


def accept_as_deputy(
    item: ImportedItem, *, deputy: Deputy, version: int, now: datetime | None = None
) -> Decision:
    """The same by a rule, for the person who put it in force, and without a picture: nobody has seen it to describe it.

    Raises NotAllowed (nobody stands behind the rule, no section, the wire keeps it back), Conflict.
    """
    section = item.section or item.feed.section
    if section is None:
        raise NotAllowed(_("This feed has no section: choose one."))
    mandates.require(deputy, item, "feeds.accept_item")
    mandates.require(deputy, section, "feeds.accept_item")
    now = now or timezone.now()
    return _accept(item, section, None, by=deputy, version=version, embargo_until=None, now=now)


@transaction.atomic
def reject(
    item: ImportedItem, *, by: User, version: int, reason: str = "", now: datetime | None = None
) -> Decision:
    """Turn the item down. Raises NotAllowed, Conflict."""
    decision = transition(item, "reject", by=by, version=version, reason=reason, now=now)
    queue.close(item, decision)
    return decision


@transaction.atomic
def reopen(item: ImportedItem, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Take a rejection back: the item waits again. Raises NotAllowed, Conflict."""
    decision = transition(item, "reopen", by=by, version=version, now=now)
    taken_back = {"rule": "reopened", "words": _("%(who)s took the rejection back.") % {"who": by}}
    queue.enqueue(
        item, reasons=[*reasons_for(item), taken_back], section=item.section_slug, language=item.language
    )
    return decision


@transaction.atomic
def _accept(
    item: ImportedItem,
    section: Section,
    picture: Image | None,
    *,
    by: Actor,
    version: int,
    embargo_until: datetime | None,
    now: datetime,
) -> Decision:
    decision = transition(item, "accept", by=by, version=version, now=now)
    # Read again under the transition's lock: what is printed is what the decision was about.
    item.refresh_from_db()
    _require_usable(item)
    source = item.feed.source
    revision = drafting.create_draft(
        by=None,
        section=section,
        source=source,
        **drafted(of_item(item), credit=source.credit),
        tags=tags_of(item),
        authors=authors_of(item),
        lead_image=picture,
        original_url=item.link if len(item.link) <= MAX_ORIGINAL else "",
        language=item.language or "en",
        embargo_until=_later(embargo_until, item.embargo_until),
        now=now,
    )
    _hand_on_rights(item, revision.article)
    item.article = revision.article
    item.taken_version = item.versions.aggregate(newest=Max("number"))["newest"]
    item.save(update_fields=["article", "taken_version"])
    queue.close(item, decision)
    return decision


def _hand_on_rights(item: ImportedItem, article: Article) -> None:
    """What the report's owner allows is the article's from its first moment."""
    article.copyright_notice = item.rights
    article.restrictions = kept(item.restrictions)
    article.usage_terms = item.usage_terms
    article.save(update_fields=["copyright_notice", "restrictions", "usage_terms"])


def _later(ours: datetime | None, theirs: datetime | None) -> datetime | None:
    """The desk may hold a report longer than the wire does, never shorter."""
    return max(filter(None, (ours, theirs)), default=None)


def authors_of(item: ImportedItem) -> list[Author]:
    """Who the report names and the house knows; nobody is made up, and whom we do not know the credit stands for."""
    names = names_in(item.byline) if item.byline else [str(name).strip() for name in item.authors]
    low = [name.lower() for name in names]
    found = Author.objects.annotate(low=Lower("name")).filter(low__in=low)
    known = {author.name.lower(): author for author in found}
    return [known[name] for name in dict.fromkeys(low) if name in known]


def tags_of(item: ImportedItem) -> list[str]:
    """What routing gives it, then the categories that can be tags."""
    names = [str(name).strip() for name in [*item.routed.get("tags", []), *item.categories]]
    return [name for name in dict.fromkeys(names) if name and len(name) <= MAX_TAG][:MAX_TAGS]


def _require_usable(item: ImportedItem) -> None:
    """Raises NotAllowed for copy that the wire keeps back or has killed."""
    if item.wire_status == ImportedItem.WireStatus.WITHHELD:
        raise NotAllowed(_("The wire withholds this report; it can be taken once the wire sends it for use."))
    if item.wire_status == ImportedItem.WireStatus.CANCELED:
        raise NotAllowed(_("The wire has withdrawn this report."))


def _require_unchanged(item: ImportedItem, version: int) -> None:
    """Look before the picture is fetched; the transition looks again. Raises Conflict."""
    seen = ImportedItem.objects.filter(pk=item.pk, version=version, state=ImportedItem.State.HELD)
    if not seen.exists():
        raise Conflict(item, latest_decision(item))
