"""What a reviewer without an account does with a text: comment, agree, and approve in the name of who made the link.

A link never reaches further than the person who made it: an approval by link is that person's, who must hold the role for
it at that moment and must not be the last changer. The record says by whom the text was read. Everything else that a
reviewer says is advice and changes no state.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import noting, reviewing
from articles.models import Note, ReviewLink, Revision
from articles.review_links import is_open, may_let_approve
from moderation.errors import NotAllowed


def comment(link: ReviewLink, text: str, *, quote: str = "") -> Note:
    """The reviewer's words as a note on the draft. Raises NotAllowed."""
    _require(link)
    return noting.write(link.revision, text, by=link, quote=quote)


@transaction.atomic
def agree(link: ReviewLink, text: str, *, digest: str) -> bool:
    """Note that the reviewer agrees with the very text of that digest; returns whether that approved it.

    Raises NotAllowed where the link is closed or looks only, or the text changed while it was being read.
    """
    _require(link)
    revision = Revision.objects.select_for_update(of=("self",)).with_article().get(pk=link.revision_id)
    if revision.digest != digest:
        raise NotAllowed(_("The text changed while you were reading. Please look at the new one."))
    if link.approved_digest == digest:
        return False  # once is enough
    noting.write(revision, text, by=link, kind=Note.Kind.APPROVAL)
    ReviewLink.objects.filter(pk=link.pk).update(approved_digest=digest)
    if not counts(link, revision):
        return False
    reason = _("By review link no. %(number)d: %(name)s read the text and approved it.") % {
        "number": link.pk,
        "name": link.name,
    }
    reviewing.approve(revision, by=link.made_by, version=revision.version, reason=reason)
    return True


def counts(link: ReviewLink, revision: Revision) -> bool:
    """Whether an approval by this link would approve the text now; otherwise it is advice."""
    writer = revision.changed_by
    return (
        link.reach == ReviewLink.Reach.APPROVE
        and revision.state == Revision.State.IN_REVIEW
        and link.made_by.is_active
        and may_let_approve(revision, link.made_by)
        and revision.changed_by_id != link.made_by_id
        # Nobody approves their own words by a link to their own address.
        and not (writer is not None and link.email and link.email.casefold() == writer.email.casefold())
    )


def why_advice_only(link: ReviewLink, revision: Revision) -> str:
    """Why an approval by this link would not count now, for the desk; empty where it would, or was never meant to."""
    if link.reach != ReviewLink.Reach.APPROVE or counts(link, revision):
        return ""
    if revision.changed_by_id == link.made_by_id:
        return _("%(who)s changed the text last, so an approval by this link is advice only.") % {
            "who": link.made_by
        }
    if revision.state != Revision.State.IN_REVIEW:
        return _("The text is not in review, so an approval by this link is advice only.")
    return _("An approval by this link is advice only now.")


def _require(link: ReviewLink) -> None:
    if not is_open(link):
        raise NotAllowed(_("This link is no longer open."))
    if link.reach == ReviewLink.Reach.LOOK:
        raise NotAllowed(_("This link is for looking only."))
