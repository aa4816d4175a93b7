"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import nudging


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the sweep of invitations, the check of deployments, and the trail of second factors."""
        from allauth.mfa import signals

        from accounts import checks, factors  # noqa: F401 — checks registers itself

        nudging.register("accounts.tasks.mail_invitations")
        signals.authenticator_added.connect(factors.note_added, dispatch_uid="accounts.factor_added")
        signals.authenticator_removed.connect(factors.note_removed, dispatch_uid="accounts.factor_removed")
