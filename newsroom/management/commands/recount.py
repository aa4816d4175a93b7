"""Prove the counters: each equals what it counts."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.recounting import all_counters


class Command(BaseCommand):
    help = "Count anew what is kept as a number, and put right what differs. With --check only say it: exit 1 if any does."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--check", action="store_true", help="change nothing; exit 1 on a difference")
        which.add_argument("--fix", action="store_true", help="put right what differs, as without it")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        only_check = options["check"]
        found = [
            {"counter": counter.name, "of": one.of, "stored": one.stored, "counted": one.counted}
            for counter in all_counters()
            for one in (counter.differences() if only_check else counter.mend())
        ]
        if options["json"]:
            self.stdout.write(
                json.dumps({"wrong": len(found), "is_fixed": not only_check, "differences": found})
            )
        else:
            for one in found:
                self.stdout.write("{counter}: {of} says {stored}, is {counted}".format(**one))
            self.stdout.write(f"{len(found)} wrong" + ("" if only_check or not found else ", put right"))
        if found and only_check:
            raise SystemExit(1)
