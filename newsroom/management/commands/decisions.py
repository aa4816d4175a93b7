"""Print who did what, for a script or a spreadsheet."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from newsroom.record import Selection, rows
from newsroom.record_pages import as_csv, as_json


class Command(BaseCommand):
    help = (
        "Print every act on record, newest first: decisions, filings, pictures replaced, powers given. "
        "One line of text each; --csv for a spreadsheet, --json for one JSON object a line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="since", metavar="DAY", help="from this day on, such as 2026-03-01"
        )
        parser.add_argument("--to", dest="until", metavar="DAY", help="up to the end of this day")
        parser.add_argument("--section", default="", help="only this section, by its slug")
        parser.add_argument("--article", default="", help="only this article, by its number")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--csv", action="store_true", help="CSV with a head line")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("since", "until"):
            try:
                date.fromisoformat(options[name] or "2000-01-01")
            except ValueError:
                raise CommandError(f"“{options[name]}” is no day; write it as 2026-03-01.") from None
        given = {name: options[name] or "" for name in ("since", "until", "section", "article")}
        # The command sees all: who may run it may read the database.
        found = rows(User(is_superuser=True, is_active=True, pk=0), Selection.read(given))
        if options["json"] or options["csv"]:
            for line in as_json(found) if options["json"] else as_csv(found):
                self.stdout.write(line, ending="")
            return
        for row in found:
            self.stdout.write(f"{row.at:%Y-%m-%d %H:%M:%S} {row.who or row.rule}: {row.label} — {row.title}")
