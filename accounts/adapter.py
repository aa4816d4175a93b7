"""How allauth behaves in this house."""

import logging
import smtplib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

# Mails that somebody waits for in front of the page; of the others the account's owner merely takes note.
AWAITED = ("login_code", "email_confirmation", "password_reset", "unknown_account", "account_already_exists")
# Where the button of a mail without a code leads.
LINKS = {"unknown_account": "account_signup", "account_already_exists": "account_login"}

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Codes leave within the request, since their reader waits; a server that is away is said in words."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail of allauth's in our dress.

        Raises ImmediateHttpResponse (a page that says so) where an awaited mail could not be sent.
        """
        request = current.request
        kind = template_prefix.rpartition("/")[2]
        values = {
            "request": request,
            "email": email,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "url": f"{settings.SITE_URL}{reverse(LINKS[kind])}" if kind in LINKS else "",
            **context,
        }
        mail = self.render_mail(template_prefix, email, values, headers={"Auto-Submitted": "auto-generated"})
        try:
            mail.send(using="while_waiting")
        except (OSError, smtplib.SMTPException) as error:
            log.error("%s could not be sent: %s", template_prefix, error)
            if kind.startswith(AWAITED):
                page = render(request, "account/mail_failed.html", status=503)
                raise ImmediateHttpResponse(page) from error

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask once more who one is: not of somebody who has just signed in."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = current.request
        last = max((one["at"] for one in get_authentication_records(request, request.user)), default=0.0)
        return bool(time.time() - last >= app_settings.REAUTHENTICATION_TIMEOUT)

    def get_password_change_redirect_url(self, request: Any) -> str:
        """Back to one's own page."""
        return reverse("accounts:me")
