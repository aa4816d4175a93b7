"""``manage.py transparency``: the figures of the transparency report, or the list of statements of reasons."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comments.transparency import writing
from comments.transparency.period import NoPeriod, last_year, period


class Command(BaseCommand):
    """Without days: of the last calendar year, as the law asks for each year."""

    help = (
        "Print the figures that Articles 15 and 24 of Regulation (EU) 2022/2065 ask for (reports, restrictions, appeals,"
        " automated means, measures), without anything of a person; or, with --statements, the list of statements of"
        " reasons in the form of the Commission's transparency database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", metavar="DAY", help="first day, as 2026-01-01")
        parser.add_argument("--to", dest="last", metavar="DAY", help="last day, included, as 2026-12-31")
        parser.add_argument("--format", choices=writing.FORMATS, default="json", help="json (default) or csv")
        parser.add_argument(
            "--json", action="store_const", dest="format", const="json", help="the same as --format json"
        )
        parser.add_argument(
            "--statements", action="store_true", help="the list of statements of reasons instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["first"] or "", options["last"] or ""
        try:
            span = period(first, last) if first or last else last_year(timezone.localdate())
        except NoPeriod as error:
            raise CommandError(str(error)) from None
        write = writing.statements if options["statements"] else writing.report
        self.stdout.write(write(span, options["format"]), ending="")
