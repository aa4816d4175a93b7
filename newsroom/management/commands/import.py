"""``manage.py import FILE``: an archive into an empty site."""  # noqa: N999 — the command's name is its file's

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import redis
from django.core.management.base import BaseCommand, CommandError

from common.nudging import nudge
from newsroom.archive.importing import take_in
from newsroom.archive.manifest import ArchiveRefused
from newsroom.archive.telling import teller
from reader import page_store


class Command(BaseCommand):
    """Reads what docs/archive.md describes."""

    help = (
        "Take the archive FILE of “manage.py export” into this site, which must be empty (migrated and nothing else)."
        " Every part is checked against its sha256 first; then everything is taken in, or nothing. The guards of the"
        " database let only the owner of the tables do this: run it with NEWSROOM_DATABASE_ROLE=owner. Afterwards"
        " “manage.py audit ledger” and “audit workflow” prove the past. People sign in by a code to their address."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = take_in(options["file"], teller(self.stderr))
        except (ArchiveRefused, OSError) as error:
            raise CommandError(f"Nothing was taken in: {error}") from None
        try:
            page_store.forget(["lists"])
            nudge()
        except redis.RedisError as error:
            self.stderr.write(self.style.WARNING(f"Stored pages may be old for a minute: {error}"))
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["file"]), **found.summary()}))
            return
        self.stdout.write(
            f"{found.rows} rows and {len(found.media)} pictures from {found.site}, as of {found.made_at}"
        )
        self.stdout.write("Now: manage.py audit ledger && manage.py audit workflow")
