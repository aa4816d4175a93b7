"""``manage.py export FILE``: the whole site as one archive."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.archive.exporting import export
from newsroom.archive.manifest import ArchiveRefused
from newsroom.archive.telling import teller


class Command(BaseCommand):
    """Writes what docs/archive.md describes; the site may go on meanwhile."""

    help = (
        "Write the whole site to FILE: people (without passwords and second factors), articles with all their texts,"
        " decisions and corrections, pictures, comments, feeds, house rules. “manage.py import FILE” reads it back on"
        " an empty site. The archive holds personal data and unpublished texts: keep it as you keep a backup."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a file that is not there yet, such as site.zip"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = export(options["file"], teller(self.stderr))
        except (ArchiveRefused, OSError) as error:
            raise CommandError(f"Nothing was written: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["file"]), **made.summary()}))
            return
        self.stdout.write(
            f"{options['file']}: {made.rows} rows of {len(made.tables)} tables, {len(made.media)} pictures"
        )
        for name in made.missing:
            self.stderr.write(self.style.WARNING(f"{name}: a row names it, and there is no such file"))
