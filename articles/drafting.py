"""Writing: a new article, a new revision of a live one, saving a draft."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import outside_links
from articles.digest import digest_of
from articles.holding import hold
from articles.models import Article, Author, Byline, Image, Revision, SavedText, Section, Source
from articles.picture_uses import note_uses
from articles.restrictions import kept
from articles.saving import keep
from articles.slugs import free_slug, slug_from
from articles.tagging import main_names
from common.html import sanitise
from moderation.errors import Conflict, NotAllowed
from moderation.recording import latest_decision

EDITABLE_FIELDS = frozenset(
    {
        "headline",
        "short_headline",
        "seo_title",
        "standfirst",
        "dateline_place",
        "dateline_date",
        "body",
        "credit",
        "lead_image",
        "change",
        "change_note",
    }
)


@transaction.atomic
def create_draft(
    *,
    section: Section,
    source: Source,
    headline: str,
    body: str,
    by: User | None,
    standfirst: str = "",
    short_headline: str = "",
    dateline_place: str = "",
    dateline_date: date | None = None,
    credit: str = "",
    tags: Iterable[str] = (),
    authors: Iterable[Author] = (),
    lead_image: Image | None = None,
    original_url: str = "",
    language: str = "en",
    kind: str = Article.Kind.REPORT,
    comments_mode: str = "",
    embargo_until: datetime | None = None,
    copyright_notice: str = "",
    restrictions: Iterable[str] = (),
    usage_terms: str = "",
    slug: str = "",
    now: datetime | None = None,
) -> Revision:
    """Store a new article with its first revision, a draft.

    ``by`` is the last changer, whom four eyes keep from approving; None for unedited wire copy. ``body`` is HTML from
    anywhere and is sanitised here. Raises NotAllowed where ``by`` may not write in the section.
    """
    if by is not None and not by.has_perm("articles.write_revision", section):
        raise NotAllowed(_("Your role does not allow writing in this section."))
    # One new address at a time in a section: what is free stays free until it is taken.
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)
    article = Article.objects.create(
        section=section,
        source=source,
        slug=free_slug(section, slug or slug_from(headline)),
        kind=kind,
        original_url=original_url,
        language=language,
        comments_mode=comments_mode,
        embargo_until=embargo_until,
        copyright_notice=copyright_notice,
        restrictions=kept(restrictions),
        usage_terms=usage_terms,
    )
    article.tags.add(*main_names(tags))
    set_bylines(article, authors)
    revision = Revision(
        article=article,
        headline=headline,
        short_headline=short_headline,
        standfirst=standfirst,
        dateline_place=dateline_place,
        dateline_date=dateline_date,
        body=sanitise(body),
        credit=credit,
        lead_image=lead_image,
        opened_by=by,
        changed_by=by,
        changed_at=now or timezone.now(),
    )
    return _begin(revision, SavedText.Origin.WIRE if by is None else SavedText.Origin.BEGUN)


def set_bylines(article: Article, authors: Iterable[Author], *, roles: Iterable[str] = ()) -> None:
    """The article's authors, in this order and no others, each with the role of the same place.

    Without ``roles``, who stays keeps the role that the byline names.
    """
    authors = list(authors)
    given = {author.pk: role for author, role in zip(authors, roles, strict=False)}
    known = {**dict(article.bylines.values_list("author_id", "role")), **given}
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author=author, position=position, role=known.get(author.pk, ""))
        for position, author in enumerate(authors)
    )


@transaction.atomic
def revise(
    article: Article, *, by: User, change: str = Revision.Change.MINOR, now: datetime | None = None
) -> Revision:
    """A working copy of the live text; the live one stays as it is.

    Raises NotAllowed (role, or nothing is live), Conflict if somebody has opened one already.
    """
    live = hold(article.pk).live
    if live is None:
        raise NotAllowed(_("Nothing of this article is live, so there is nothing to revise."))
    if not by.has_perm("articles.write_revision", article):
        raise NotAllowed(_("Your role does not allow writing in this section."))
    working = article.revisions.filter(state__in=Revision.WORKING).first()
    if working is not None:
        raise Conflict(working, latest_decision(working))
    copy = {name: getattr(live, name) for name in EDITABLE_FIELDS}
    copy.update(change=change, change_note="")
    revision = Revision(
        article=article, opened_by=by, changed_by=by, changed_at=now or timezone.now(), **copy
    )
    return _begin(revision, SavedText.Origin.BEGUN)


@transaction.atomic
def save_draft(
    revision: Revision,
    *,
    by: User,
    version: int,
    reason: str = "",
    origin: str = SavedText.Origin.SAVED,
    now: datetime | None = None,
    **fields: Any,
) -> Revision:
    """Save a text over the version that the writer saw; never changes the state. Each save is kept, with its reason.

    Whoever saves a changed text becomes its last changer, also while it is in review. Saving the same text again changes
    nothing. Raises NotAllowed (role, or the text is approved and closed), Conflict if somebody saved or decided meanwhile.
    """
    unknown = fields.keys() - EDITABLE_FIELDS
    if unknown:
        raise TypeError(f"A draft has no {', '.join(sorted(unknown))}.")
    current = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=revision.pk)
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    if not current.is_editable:
        raise NotAllowed(
            _("This text is %(state)s; reopen it to change it.") % {"state": current.get_state_display()}
        )
    if not may_edit(current, by):
        raise NotAllowed(_("Your role does not allow changing this text."))
    return _save(current, fields, by=by, origin=origin, reason=reason, now=now)


@transaction.atomic
def save_wire_copy(
    revision: Revision, *, version: int, reason: str, now: datetime | None = None, **fields: Any
) -> Revision:
    """Save the wire's newer words over a draft that is still its own: nobody becomes its last changer.

    Raises NotAllowed where somebody has changed it or it is no draft any more, Conflict if somebody did so meanwhile.
    """
    current = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=revision.pk)
    if current.version != version:
        raise Conflict(current, latest_decision(current))
    if current.state != Revision.State.DRAFT or current.changed_by_id is not None:
        raise NotAllowed(_("The desk has worked on this text; the wire’s words do not flow into it."))
    return _save(current, fields, by=None, origin=SavedText.Origin.WIRE, reason=reason, now=now)


def _save(
    current: Revision,
    fields: dict[str, Any],
    *,
    by: User | None,
    origin: str,
    reason: str,
    now: datetime | None,
) -> Revision:
    for name, value in fields.items():
        setattr(current, name, sanitise(value) if name == "body" else value)
    digest = digest_of(current)
    if digest == current.digest:
        return current
    current.digest = digest
    current.changed_by = by
    current.changed_at = now or timezone.now()
    current.version += 1
    current.save()
    note_uses(current)
    outside_links.note(current.body, current.changed_at)
    keep(current, by=by, origin=origin, reason=reason, now=current.changed_at)
    return current


def _begin(revision: Revision, origin: str) -> Revision:
    revision.digest = digest_of(revision)
    revision.save()
    note_uses(revision)
    outside_links.note(revision.body, revision.changed_at)
    keep(revision, by=revision.changed_by, origin=origin, now=revision.changed_at)
    return revision


def may_edit(revision: Revision, person: User) -> bool:
    """Texts that they began or changed last for who may write; everybody's for who may edit any."""
    if person.has_perm("articles.edit_any_revision", revision):
        return True
    own = person.pk in (revision.opened_by_id, revision.changed_by_id)
    return own and person.has_perm("articles.write_revision", revision)
