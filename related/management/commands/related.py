"""``manage.py related``: make all lists anew, say why a list is as it is, measure the ranking on labelled reports."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Article
from common.keys import key_in
from related import drawings
from related.explaining import explain
from related.linking import link_due
from related.management.arguments import add_measuring, add_rebuilding
from related.management.printing import card_lines, evaluation_lines
from related.models import Link
from related.offline.measuring import measured, rankings
from related.rebuilding import mark_all, waiting


class Command(BaseCommand):
    """Each job is one method; ``evaluate`` and ``rank`` need files and no database."""

    help = "Make the lists of related reports anew, explain one, or measure the ranking on labelled reports in files."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True)
        add_rebuilding(jobs)
        add_measuring(jobs)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["job"])(options)

    def rebuild(self, options: dict[str, Any]) -> None:
        """Make every list anew beside the running site, with progress."""
        begun = time.monotonic()
        if not options["resume"]:
            mark_all()
        self._sweep(options)
        drawn = drawings.draw_due(timezone.now()) if options["resume"] else drawings.draw_all()
        if drawn:
            self._sweep(options)
        result = {"articles": Article.objects.published().count(), "waiting": waiting()}
        result |= {"links": Link.objects.count(), "languages": drawn}
        seconds = round(time.monotonic() - begun, 1)
        if options["json"]:
            self.stdout.write(json.dumps({**result, "seconds": seconds}))
        else:
            words = "{articles} articles, {links} links".format_map(result)
            self.stdout.write(self.style.SUCCESS(f"{words}, {seconds} s"))
        if result["waiting"]:
            raise CommandError("Some articles could not be linked; the log says why. `--resume` tries again.")

    def _sweep(self, options: dict[str, Any]) -> None:
        left = waiting()
        while left:
            link_due()
            before, left = left, waiting()
            if not options["json"]:
                self.stdout.write(f"{left} articles and lists wait")
            if left >= before:
                break

    def explain(self, options: dict[str, Any]) -> None:
        """Print the stored cards with their reasons, and who was found and left out."""
        known = options["article"].rstrip("/").rpartition("/")[2]
        number = key_in(known)
        by = {"slug": known} if number is None else {"pk": number}
        article = Article.objects.select_related("live", "section").filter(**by).order_by("-id").first()
        if article is None or article.live is None:
            raise CommandError(f"No published article is known as “{options['article']}”.")
        cards = explain(article)
        if options["json"]:
            self.stdout.write(json.dumps({"article": article.pk, "cards": cards}))
            return
        self.stdout.write(f"{article.pk} {article.live.headline}")
        self._say(card_lines(cards))

    def evaluate(self, options: dict[str, Any]) -> None:
        """Print how good the ranking is beside BM25 with the whole article as the query."""
        result = measured(
            Path(options["documents"]),
            Path(options["queries"]),
            changes=_changes(options["set"]),
            with_tags=not options["without_tags"],
            only=options["only"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self._say(evaluation_lines(result))

    def rank(self, options: dict[str, Any]) -> None:
        """Print the related older reports of each, best first."""
        found = rankings(
            Path(options["documents"]),
            options["ids"],
            queries=Path(options["queries"]) if options["queries"] else None,
            changes=_changes(options["set"]),
            with_tags=not options["without_tags"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            self._say(f"{key}: {' '.join(map(str, ranked))}" for key, ranked in found.items())

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _changes(given: list[str]) -> dict[str, float]:
    try:
        return {name: float(value) for name, _equals, value in (each.partition("=") for each in given)}
    except ValueError as error:
        raise CommandError("--set takes the name of a weight and a number, such as meaning=0.") from error
