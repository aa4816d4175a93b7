"""What the person who reported is told: that it came (at once), and what was decided (when it can no longer be undone)."""

from datetime import timedelta

from comments.models import Report
from notifications import letters
from notifications.models import Channel
from notifications.outbox import tell

RECEIPT, OUTCOME = "report_receipt", "report_outcome"


def hand_out(report: Report) -> None:
    """The receipt: on the person's page, or a mail with the link that confirms the address."""
    event = f"report:{report.pk}"
    if report.reporter is not None:
        tell([report.reporter], RECEIPT, event=event, object_id=report.pk, channels=_channels(report))
    elif report.email:
        letters.tell(report.email, RECEIPT, event=event, object_id=report.pk, language=report.language)


def tell_outcome(report: Report, delay: timedelta = timedelta(0)) -> None:
    """What became of it, once nobody takes it back; by mail only to an address that was confirmed."""
    event, facts = f"report:{report.pk}:{report.decision_id}", {"decision": report.decision_id}
    if report.reporter is not None:
        tell([report.reporter], OUTCOME, event=event, object_id=report.pk, context=facts, delay=delay)
    elif report.is_reachable:
        letters.tell(
            report.email,
            OUTCOME,
            event=event,
            object_id=report.pk,
            language=report.language,
            context=facts,
            delay=delay,
        )


def _channels(report: Report) -> list[str]:
    # A mail for each click of who reports much is noise; of what is illegal the law wants a confirmation.
    return [Channel.SITE, Channel.EMAIL] if report.law else [Channel.SITE]
