"""manage.py corrections: whom a correction would reach, and telling those who wait to be told."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import chasing
from articles.models import Article


class Command(BaseCommand):
    help = "Say whom a correction of an article would reach (recipients), or tell those who were not told yet (tell)."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        recipients = verbs.add_parser("recipients", help="Count who would be told; tells nobody.")
        recipients.add_argument("article", type=int, help="The number of the article, as in /a/NUMBER/.")
        recipients.add_argument("--json", action="store_true", help="Print JSON.")
        verbs.add_parser(
            "tell", help="Write the notices of published corrections that nobody was told of yet."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "tell":
            self.stdout.write(f"{chasing.tell_due()} corrections told.")
            return
        article = Article.objects.filter(pk=options["article"]).first()
        if article is None:
            raise CommandError(f"There is no article {options['article']}.")
        counts = chasing.counted(article)
        if options["json"]:
            self.stdout.write(json.dumps({"article": article.pk, **{row.name: row.number for row in counts}}))
            return
        for row in counts:
            self.stdout.write(f"{row.label}: {row.number}")
