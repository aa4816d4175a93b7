"""``manage.py notifications``: what waits, try again what was given up, send a test mail, take in what came back."""

import json
import sys
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from notifications import bouncing
from notifications.composing import write
from notifications.models import Notification
from notifications.naming import domain
from notifications.posting import Postman, Undelivered
from notifications.resending import resend
from notifications.state import facts

SHOWN = 20


class Command(BaseCommand):
    """What an operator asks of the outbox."""

    help = (
        "Look at the outbox (pending), try again what was given up (retry), send a test mail (test ADDRESS), "
        "take in the report of a mail that came back (bounce, from standard input)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="pending|retry|test|bounce")
        for name, words in (
            ("pending", "counts, and the newest that were given up, with the reason"),
            ("retry", "make what was given up due again"),
            ("test", "send a mail at once, past the outbox"),
            ("bounce", "read a report of the mail server (RFC 3464) from standard input, mark its addresses"),
        ):
            verb = verbs.add_parser(name, help=words)
            verb.add_argument("--json", action="store_true", default=SUPPRESS)
            if name == "retry":
                verb.add_argument("ids", nargs="*", type=int, help="ids of messages; none: all that are dead")
            if name == "test":
                verb.add_argument("address", help="where to send the mail")

    def handle(self, *args: Any, **options: Any) -> None:
        answer = {"pending": self._pending, "retry": self._retry, "test": self._test, "bounce": self._bounce}[
            options["verb"]
        ](options)
        if options["json"]:
            self.stdout.write(json.dumps(answer))
            return
        for name, value in answer.items():
            if name == "queues":
                for queue, found in value.items():
                    words = ", ".join(f"{number} {key}" for key, number in found.items())
                    self.stdout.write(f"  {queue:<14} {words}")
            elif name == "marked" or not isinstance(value, list):
                self.stdout.write(f"{name.replace('_', ' '):<16} {value}")
        for row in answer.get("given_up", []):
            self.stdout.write(f"  {row['id']} {row['kind']} to {row['recipient']}: {row['reason']}")

    def _pending(self, options: dict[str, Any]) -> dict[str, Any]:
        dead = Notification.objects.filter(dead_at__isnull=False).select_related("recipient")
        given_up = [
            {"id": row.pk, "kind": row.kind, "recipient": row.recipient.email, "reason": row.last_error}
            for row in dead.order_by("-dead_at")[:SHOWN]
        ]
        return {**facts(), "given_up": given_up}

    def _retry(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"due_again": resend(options["ids"] or None)}

    def _bounce(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"marked": bouncing.take(sys.stdin.buffer.read(bouncing.LARGEST), timezone.now())}

    def _test(self, options: dict[str, Any]) -> dict[str, Any]:
        address = options["address"]
        try:
            validate_email(address)
            with Postman() as postman:
                postman.hand_over(write("test", {"url": settings.SITE_URL}, address, {}))
        except ValidationError:
            raise CommandError(f"{address!r} is no e-mail address.") from None
        except Undelivered as error:
            raise CommandError(str(error)) from None
        return {"sent_to": address, "from": domain()}
