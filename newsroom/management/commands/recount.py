"""Prove the counters: each equals what it counts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.recounting import all_counters


class Command(BaseCommand):
    help = "Count anew what is kept as a number, and put right what differs. With --check only say it: exit 1 if any does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        only_check, wrong = options["check"], 0
        for counter in all_counters():
            found = counter.differences() if only_check else counter.mend()
            wrong += len(found)
            for one in found:
                self.stdout.write(f"{counter.name}: {one.of} says {one.stored}, is {one.counted}")
        self.stdout.write(f"{wrong} wrong" + ("" if only_check or not wrong else ", put right"))
        if wrong and only_check:
            raise SystemExit(1)
