"""Mails that came back: a mail server hands their reports (RFC 3464) to ``manage.py notifications bounce``.

Anybody can write to the sender's address. So a report counts only where it quotes the name of a mail of ours, which is
sealed, and names the address which that mail went to.
"""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from django.utils.translation import gettext as _

from notifications import naming, refusing
from notifications.models import Copy, Letter, Notification, RefusedAddress

LARGEST = 1024 * 1024


def take(report: bytes, now: datetime) -> list[str]:
    """Mark the addresses of which the report says for good that they take no mails; returns them."""
    mail = message_from_bytes(report[:LARGEST], policy=policy.default)
    addresses = {_address_of(queue, number) for queue, number in naming.named_in(_all_words(mail))}
    marked = []
    for recipient, status, said in _refused(mail):
        if recipient in addresses:
            words = _("The mail came back: %(said)s") % {"said": f"{status} {said}".strip()[:300]}
            refusing.mark(recipient, words, source=RefusedAddress.Source.BOUNCE, now=now)
            marked.append(recipient)
    return marked


def _refused(mail: EmailMessage) -> Iterator[tuple[str, str, str]]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else []:
            if isinstance(block, Message) and (found := _of_block(block)):
                yield found


def _of_block(block: Message) -> tuple[str, str, str] | None:
    recipient = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").split(";")[-1]
    status = str(block.get("Status", "")).strip().split(" ")[0]
    failed = str(block.get("Action", "")).strip().lower() == "failed"
    if not recipient.strip() or not failed or not status.startswith("5."):
        return None
    said = str(block.get("Diagnostic-Code", "")).split(";", 1)[-1]
    return recipient.strip().strip("<>").lower(), status, " ".join(said.split())


def _all_words(mail: EmailMessage) -> str:
    """Headers of quoted mails, however the server attached them."""
    found: list[str] = []
    for part in mail.walk():
        found += [str(value) for name, value in part.items() if name.lower() in ("message-id", "in-reply-to")]
        if part.get_content_type() in ("text/rfc822-headers", "text/plain") and not part.is_multipart():
            payload = part.get_payload(decode=True)
            found.append(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return "\n".join(found)


def _address_of(queue: str, number: int) -> str:
    if queue == "notice":
        return str(
            Notification.objects.filter(pk=number).values_list("recipient__email", flat=True).first() or ""
        ).lower()
    if queue == "letter":
        return str(Letter.objects.filter(pk=number).values_list("address", flat=True).first() or "").lower()
    return str(
        Copy.objects.filter(pk=number).values_list("subscriber__address", flat=True).first() or ""
    ).lower()
