"""``manage.py second_factor status|reset``: who has a second factor, and help for who has lost theirs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import factors
from accounts.models import User


class Command(BaseCommand):
    """Shows the staff's second factors, or takes one person's away. ``status`` exits 1 where somebody lacks one."""

    help = (
        "Show which staff has a second factor (status), or take a lost one away (reset); the act is recorded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["status", "reset"])
        parser.add_argument("email", nargs="?", help="reset: the address of the person who lost the device")
        parser.add_argument("--reason", default="", help="reset: why, and how you know who asked (recorded)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "reset":
            self._reset(options["email"], options["reason"], as_json=options["json"])
        else:
            self._status(as_json=options["json"])

    def _reset(self, email: str | None, reason: str, *, as_json: bool) -> None:
        if not email:
            raise CommandError("Whose? manage.py second_factor reset somebody@example.org")
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        removed = factors.reset(person, reason=reason)
        if as_json:
            self.stdout.write(json.dumps({"person": person.email, "removed": removed}))
        else:
            self.stdout.write(
                f"{person.email}: {removed} removed, all sessions ended; the next visit sets up a new one."
            )

    def _status(self, *, as_json: bool) -> None:
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("email")
        found = {person.email: [factor.type for factor in factors.factors_of(person)] for person in staff}
        if as_json:
            self.stdout.write(json.dumps({"ok": all(found.values()), "staff": found}))
        else:
            for email, kinds in found.items():
                self.stdout.write(f"{email}: {', '.join(kinds) or 'NONE'}")
        if not all(found.values()):
            raise SystemExit(1)
