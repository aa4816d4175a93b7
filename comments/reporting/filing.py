"""Filing a report: check, store, open or join an item at the queue, and hand out the receipt. The comment stays as it is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from comments import counting
from comments.models import Comment, Report
from comments.refusals import Closed
from comments.reporting import joining, receipts
from comments.reporting.grounds import ILLEGAL
from moderation.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Notice:
    """What a report says. ``name`` and ``email`` are of somebody without an account."""

    ground: str
    words: str = ""
    law: str = ""
    law_reference: str = ""
    in_good_faith: bool = False
    name: str = ""
    email: str = ""


class ReportedBefore(Refused):
    """This person has reported this comment; ``report`` is what they said then."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(
            _("You have reported this comment already. One report is enough: a moderator reads it.")
        )


def file(comment: Comment, notice: Notice, *, by: User | None, now: datetime | None = None) -> Report:
    """Store what somebody says against a comment. ``by`` is None for somebody without an account.

    Raises Closed (it is not shown any more), NotAllowed (one's own), ReportedBefore.
    """
    now = now or timezone.now()
    try:
        return _file(comment, notice, by, now)
    except IntegrityError:  # the same person at the same moment, who was first
        if known := _known(comment, notice, by):
            raise ReportedBefore(known) from None
        raise


@transaction.atomic
def _file(comment: Comment, notice: Notice, by: User | None, now: datetime) -> Report:
    article = counting.lock(comment.article_id)
    current = Comment.objects.select_related("author").get(pk=comment.pk)
    current.article = article
    if known := _known(current, notice, by):
        raise ReportedBefore(known)
    if not current.is_visible:
        raise Closed(_("This comment is no longer shown, so there is nothing left to report."))
    if by is not None and current.author_id == by.pk:
        raise NotAllowed(_("This is your own comment. You can delete it instead."))
    is_illegal = notice.ground == ILLEGAL
    report = Report.objects.create(
        comment=current,
        reporter=by,
        name="" if by else notice.name,
        email="" if by else notice.email.strip().lower(),
        language=get_language() or "",
        ground=notice.ground,
        law=notice.law if is_illegal else "",
        law_reference=notice.law_reference if is_illegal else "",
        words=notice.words,
        in_good_faith=is_illegal and notice.in_good_faith,
        text_digest=hashlib.sha256(current.text.encode()).hexdigest(),
        created_at=now,
    )
    joining.join(current)
    receipts.hand_out(report)
    return report


@transaction.atomic
def confirm(report: Report, now: datetime | None = None) -> Report:
    """Its sender has opened the link in the receipt: the address is theirs. Twice is once."""
    comment = Comment.objects.select_related("author").get(pk=report.comment_id)
    comment.article = counting.lock(comment.article_id)
    changed = Report.objects.filter(pk=report.pk, confirmed_at=None, reporter=None).exclude(email="")
    if changed.update(confirmed_at=now or timezone.now()):
        report.refresh_from_db()
        if report.is_open:
            joining.join(comment)
        else:
            receipts.tell_outcome(report)
    return report


def _known(comment: Comment, notice: Notice, by: User | None) -> Report | None:
    reports = Report.objects.filter(comment=comment.pk)
    if by is not None:
        return reports.filter(reporter=by).first()
    address = notice.email.strip().lower()
    return reports.filter(reporter=None, email=address).first() if address else None
