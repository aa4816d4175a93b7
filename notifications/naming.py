"""Names of mails: the same at every attempt, and such that nobody else can make one up."""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

NAME = re.compile(r"<(notice|letter|copy)-(\d{1,18})\.([0-9a-f]{16})@[^<>@\s]+>")


def message_id(queue: str, number: int) -> str:
    """The Message-ID of a row: ``queue`` is "notice", "letter" or "copy"."""
    return f"<{queue}-{number}.{_seal(queue, number)}@{domain()}>"


def named_in(words: str) -> list[tuple[str, int]]:
    """The rows whose mails the words name; what is not sealed by us is left out."""
    return [
        (queue, int(number))
        for queue, number, seal in NAME.findall(words)
        if constant_time_compare(seal, _seal(queue, int(number)))
    ]


def domain() -> str:
    """The house's name in Message-IDs: that of its sender's address."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")


def _seal(queue: str, number: int) -> str:
    return salted_hmac("notifications.message-id", f"{queue}-{number}").hexdigest()[:16]
