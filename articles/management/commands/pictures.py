"""The files of the library: proved, cleared, made anew."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import picture_files


class Command(BaseCommand):
    help = (
        "check: compare the files of the library with its rows; exit 1 if a file is missing or damaged, or its widths"
        " could not be made. renditions: have every width and crop made anew, in the background."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "renditions"])
        parser.add_argument(
            "--remove", action="store_true", help="with check: delete files of yesterday that no row names"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "renditions":
            queued = picture_files.make_anew()
            self.stdout.write(
                json.dumps({"queued": queued}) if options["json"] else f"{queued} pictures wait"
            )
            return
        found = picture_files.check()
        if options["remove"]:
            picture_files.remove([one.file for one in found if one.what == "left_over"])
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found]))
        else:
            for one in found:
                self.stdout.write(
                    f"{one.what}: {one.file}" + (f" (picture {one.picture})" if one.picture else "")
                )
            self.stdout.write(f"{len(found)} to look at")
        if any(one.what != "left_over" for one in found):
            raise SystemExit(1)
