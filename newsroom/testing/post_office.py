"""A real mail server on loopback that keeps what it is given, and misbehaves when asked to."""

import asyncio
import logging
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from newsroom.testing.loopback import free_port

CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.M)
Verdict = Callable[[EmailMessage], str]


def accept(mail: EmailMessage) -> str:
    """The usual answer."""
    return "250 Taken"


class PostOffice:
    """Its ``verdict`` answers each mail; "hang up" takes the mail and drops the line without a word."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.verdict: Verdict = accept
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> Self:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of every mail
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def mailer(self) -> dict[str, Any]:
        """What settings.MAILERS needs to reach it."""
        return {"OPTIONS": {"host": "127.0.0.1", "port": self._controller.port, "timeout": 5}}

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, oldest first."""
        return [mail for mail in self.mails if mail["To"] == address]

    def code_for(self, address: str) -> str:
        """The code in the newest mail to the address."""
        found = CODE.search(text_of(self.to(address)[-1]))
        assert found, "the newest mail has no code"  # noqa: S101 — a test's own
        return found[1]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 — aiosmtpd's name
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        answer = self.verdict(mail)
        if answer == "hang up":
            self.mails.append(mail)
            if isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
        elif answer.startswith("2"):
            self.mails.append(mail)
        return answer

    async def handle_EHLO(  # noqa: N802 — aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses


def text_of(mail: EmailMessage) -> str:
    """The plain part."""
    part = mail.get_body(("plain",))
    return "" if part is None else str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    """The HTML part."""
    part = mail.get_body(("html",))
    return "" if part is None else str(part.get_content())
