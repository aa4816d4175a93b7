"""``manage.py settings_table``: every variable of the environment, for docs/operations.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom.settings_table import markdown

BEGIN, END = "<!-- settings: begin -->\n", "<!-- settings: end -->"


def document() -> Path:
    """Where the table stands."""
    return Path(settings.BASE_DIR) / "docs" / "operations.md"


def with_table(text: str) -> str:
    """The document with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{markdown()}{END}{after}"


class Command(BaseCommand):
    """Prints the table, or writes it into the document."""

    help = "Print every variable of the environment as a table; with --write put it into docs/operations.md."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write it into docs/operations.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            document().write_text(with_table(document().read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.stdout.write(markdown())
