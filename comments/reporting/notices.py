"""What people are told about their reports: rendered when it leaves, and only while it is true."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Report
from comments.reporting import links, receipts
from comments.reporting.grounds import ILLEGAL, label_of
from notifications.models import Notification
from notifications.renderers import Message


def _told(notification: Notification) -> Report | None:
    reports = Report.objects.select_related("comment__author", "comment__article__live")
    return reports.filter(pk=notification.object_id).first()


def _message(report: Report, title: str, **context: object) -> Message:
    live = report.comment.article.live
    headline = live.short_headline or live.headline if live else ""
    return Message(
        title=title % {"headline": headline},
        path=links.path_of(report),
        thread=f"report-{report.pk}",
        context={
            "headline": headline,
            "ground": label_of(report.ground, report.law),
            "is_upheld": report.outcome == Report.Outcome.UPHELD,
            **context,
        },
    )


class Receipt:
    """It came. To somebody without an account: and this is how you confirm your address."""

    kind = receipts.RECEIPT

    def render(self, notification: Notification) -> Message | None:
        report = _told(notification)
        if report is None:
            return None
        is_to_confirm = not report.has_account and report.confirmed_at is None
        title = (
            _("Please confirm your report on a comment on “%(headline)s”")
            if is_to_confirm
            else _("Your report on a comment on “%(headline)s” has arrived")
        )
        return _message(report, title, is_to_confirm=is_to_confirm, is_illegal=report.ground == ILLEGAL)


class Outcome:
    """What was decided, and how one can go on."""

    kind = receipts.OUTCOME

    def render(self, notification: Notification) -> Message | None:
        report = _told(notification)
        if report is None or report.is_open or report.decision_id != notification.context.get("decision"):
            return None
        return _message(
            report, _("What became of your report on a comment on “%(headline)s”"), outcome=report.outcome
        )


LABELS = {
    Receipt.kind: gettext_lazy("My report has arrived"),
    Outcome.kind: gettext_lazy("What became of my report"),
}
