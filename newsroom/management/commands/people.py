"""Hand out what the house holds of a person, or let go of all of it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import erasing
from accounts.models import User
from common.nudging import nudge
from reader.invalidation import sweep


class Command(BaseCommand):
    help = (
        "What the house holds of a person. “export” prints all of it as JSON; “erase” empties the account and takes"
        " back every word of theirs, for good: answers of others stay, quotes of them are taken out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="export|erase")
        for name, told in (("export", "print all that is held, as JSON"), ("erase", "let go of all of it")):
            act = acts.add_parser(name, help=told, description=told)
            act.add_argument("user", help="the person's e-mail address, or their number")
            if name == "erase":
                act.add_argument("--json", action="store_true", help="say as JSON what was let go of")

    def handle(self, *args: Any, **options: Any) -> None:
        person = _person(options["user"])
        if options["act"] == "export":
            self.stdout.write(json.dumps(erasing.export(person), ensure_ascii=False, indent=1))
            return
        try:
            gone = erasing.erase(person)
        except erasing.Stays as why:
            raise CommandError(str(why)) from None
        sweep()  # pages that were kept still show it
        nudge()
        if options["json"]:
            self.stdout.write(json.dumps({"person": person.pk, **gone}))
            return
        told = ", ".join(f"{name} {number}" for name, number in gone.items())
        self.stdout.write(f"Erased: person {person.pk} ({told}).")


def _person(named: str) -> User:
    """Raises CommandError where there is nobody of that address or number."""
    people = (
        User.objects.filter(pk=int(named)) if named.isdecimal() else User.objects.filter(email__iexact=named)
    )
    person = people.first()
    if person is None:
        raise CommandError(f"Nobody here has the address or number {named}.")
    return person
