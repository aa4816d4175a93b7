"""Handing mails to the mail server: one connection for as many as there are, and its refusals in words."""

import contextlib
import logging
import smtplib
import ssl
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.utils.translation import gettext as _

from notifications import judging

log = logging.getLogger(__name__)


class Undelivered(Exception):
    """The server did not take this mail; ``str()`` says why, in words."""


class Refused(Undelivered):
    """The server will not take this mail, however often it is asked; ``is_address``: nor any to this address."""

    def __init__(self, words: str, *, is_address: bool = False) -> None:
        super().__init__(words)
        self.is_address = is_address


class Unreachable(Undelivered):
    """There is no server to hand anything to; the next mail will fare no better."""


class Postman:
    """Opens its connection for the first mail, keeps it, and opens another when the server has hung up."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(self, mail: EmailMessage) -> None:
        """Give one mail to the server. Raises Undelivered or Unreachable."""
        if self._connection is None:
            self._connect()
        try:
            self._connection.send_messages([mail])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            # The server refused this mail and listens on.
            code, answer = _answer(error)
            if permanent := judging.judge(code, answer, of_recipient=_is_recipients(error)):
                is_address = permanent is judging.Permanent.ADDRESS
                raise Refused(in_words(error), is_address=is_address) from error
            raise Undelivered(in_words(error)) from error
        except smtplib.SMTPSenderRefused as error:
            raise Undelivered(in_words(error)) from error  # our own trouble, not the mail's
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise Undelivered(in_words(error)) from error
        except ValueError as error:  # an address that no server would take, a line break in a header
            raise Refused(_("The mail could not be written: %s") % error) from error

    def _connect(self) -> None:
        connection = mailers.default
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()
            raise Unreachable(in_words(error)) from error
        self._connection = connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()


def in_words(error: Exception) -> str:
    """Why a mail did not leave, for the person who looks after the server."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    server = f"{options.get('host', '')}:{options.get('port', '')}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _("The mail server refused the address: %(answer)s") % {"answer": _line(code, answer)}
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server %(server)s refused our sign-in: %(answer)s") % {
            "server": server,
            "answer": _line(error.smtp_code, error.smtp_error),
        }
    if isinstance(error, smtplib.SMTPResponseException):
        return _("The mail server answered: %(answer)s") % {
            "answer": _line(error.smtp_code, error.smtp_error)
        }
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("The mail server %(server)s hung up before it had confirmed.") % {"server": server}
    if isinstance(error, ssl.SSLError):
        return _("No secure connection to the mail server %(server)s: %(why)s") % {
            "server": server,
            "why": error.reason or error,
        }
    if isinstance(error, TimeoutError):
        return _("The mail server %(server)s did not answer in time.") % {"server": server}
    return _("The mail server %(server)s cannot be reached: %(why)s") % {
        "server": server,
        "why": getattr(error, "strerror", None) or error,
    }


def _is_recipients(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused)


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> tuple[int, str]:
    answered: tuple[int, bytes | str] = (
        next(iter(error.recipients.values()))
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else (error.smtp_code, error.smtp_error)
    )
    code, answer = answered
    return code, answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _line(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:300]
