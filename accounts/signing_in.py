"""Sign-in by password, for those who have one; everybody else asks for a code."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class PasswordForm(LoginForm):
    """allauth drops the password where sign-up asks for none; ours is a form of its own, beside the one for codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def _setup_password_field(self) -> None:
        """Keep it."""
