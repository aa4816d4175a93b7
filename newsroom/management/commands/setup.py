"""``manage.py setup``: the first administrator of a real site."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.vouching import vouch_for_address

PASSWORD_VARIABLE = "NEWSROOM_ADMIN_PASSWORD"  # noqa: S105 — the name of a variable, not its value


class Command(BaseCommand):
    """Asks for what is not given, and makes one administrator; further ones are made at the desk."""

    help = (
        "Make the first administrator. Asks for e-mail, name and password; refuses when there is one already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="the administrator's e-mail address, which is the sign-in")
        parser.add_argument("--name", help="the name that others see")
        parser.add_argument(
            "--no-input",
            action="store_true",
            help=f"ask nothing; the password comes from {PASSWORD_VARIABLE}, without one sign in by a code sent by mail",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if existing := Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).first():
            raise CommandError(
                f"There is an administrator already ({existing.user.email}); make others at {settings.SITE_URL}/admin/."
            )
        asks = not options["no_input"]
        email = _valid_email(options["email"] or (asks and input("E-mail address: ").strip()) or "")
        name = (
            options["name"] or (asks and input("Name that others see: ").strip()) or email.partition("@")[0]
        )
        password = _password(asks, User(email=email, display_name=name))
        with transaction.atomic():
            if User.objects.filter(email__iexact=email).exists():
                raise CommandError(f"{email} has an account already: choose another address.")
            user = User.objects.create_superuser(email, password, display_name=name)
            vouch_for_address(user)  # whoever can run this command may
        self.stdout.write(
            self.style.SUCCESS(f"{name} may sign in at {settings.SITE_URL}/admin/ as {user.email}.")
        )


def _valid_email(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email!r} is no e-mail address: give one with --email.") from None
    return email


def _password(asks: bool, user: User) -> str | None:
    """Asked for twice, or from the environment; None means sign-in by code."""
    password = os.environ.get(PASSWORD_VARIABLE) or None
    if password is None and asks:
        password = getpass.getpass("Password (empty: sign in by a code sent by mail): ") or None
        if password is not None and password != getpass.getpass("Once more: "):
            raise CommandError("The two passwords differ; nothing was made.")
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
    return password
