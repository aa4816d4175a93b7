"""Checks of what the owner of a text, or of its pictures, allows."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import restrictions
from articles.checklist.finding import Finding, Severity, look, must
from articles.checklist.subject import Subject
from articles.models import Article, PictureUse, Revision


def credit(subject: Subject) -> Iterator[Finding]:
    wanted = restrictions.CREDIT_REQUIRED in subject.article.restrictions
    if wanted and not (subject.revision.credit.strip() or subject.article.source.credit.strip()):
        yield must(
            "credit_required",
            "credit",
            _("Its owner makes the credit a condition, and there is none."),
            _("Name the agency in the credit."),
        )


def what_follows(subject: Subject) -> Iterator[Finding]:
    """The restrictions in words, so that who publishes knows them."""
    if held := subject.article.restrictions:
        words = _("Its owner restricts it: %(restrictions)s.")
        yield look(
            "restricted",
            "filing-usage_terms",
            words % {"restrictions": ", ".join(restrictions.in_words(held))},
            _("The site sees to it; read the terms of use in the filing."),
        )


def pictures_of_others(subject: Subject) -> Iterator[Finding]:
    """Pictures that came with another text and may be shown with that one only."""
    for article in _owners_of_pictures(subject.revision):
        yield Finding(
            Severity.BLOCKING,
            _("A picture may be shown only with the text that it came with."),
            "lead_image",
            f"picture_of_{article.pk}",
            _("Choose another, or clear it with its owner."),
            reverse("admin:articles_article_change", args=[article.pk]),
            _("Open that article"),
            may_be_waived=True,
        )


def _owners_of_pictures(revision: Revision) -> list[Article]:
    """The earlier articles that hold a picture of this text for themselves. One query where there are pictures."""
    shown = set(PictureUse.objects.filter(revision=revision).values_list("image", flat=True))
    if revision.lead_image_id is not None:
        shown.add(revision.lead_image_id)
    if not shown:
        return []
    holding = Article.objects.filter(
        restrictions__contains=[restrictions.NO_PICTURE_REUSE], pk__lt=revision.article_id
    )
    leads = holding.filter(revisions__lead_image__in=shown)
    within = holding.filter(revisions__picture_uses__image__in=shown)
    return list(leads.union(within).order_by("pk"))
