"""The address of a report's own page: signed, so that it needs no account and cannot be guessed."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from comments.models import Report


def _signer() -> Signer:
    """Made when it is used: commands that sign nothing run without a secret."""
    return Signer(salt="comments.report")


def token_of(report: Report) -> str:
    """What the link holds."""
    return _signer().sign(str(report.pk))


def path_of(report: Report) -> str:
    """Where the person who filed it sees what became of it."""
    return reverse("comments:report_receipt", args=[token_of(report)])


def find(token: str) -> Report | None:
    """The report of that link; None for no link of ours."""
    try:
        number = int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    reports = Report.objects.select_related(
        "comment__author", "comment__article__section", "comment__article__live"
    )
    return reports.filter(pk=number).first()
