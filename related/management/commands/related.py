"""``manage.py related``: make all lists anew, or say why a list is as it is."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from common.keys import key_in
from related.explaining import explain
from related.linking import link_due
from related.models import Link
from related.rebuilding import mark_all, waiting


class Command(BaseCommand):
    """``rebuild`` makes every list anew beside the running site; ``explain`` shows one with its reasons."""

    help = "Make the lists of related reports anew, or explain one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        jobs = parser.add_subparsers(dest="job", required=True)
        rebuild = jobs.add_parser("rebuild", help="make every list anew; readers keep the old one until then")
        rebuild.add_argument("--resume", action="store_true", help="go on where an earlier run was ended")
        rebuild.add_argument("--json", action="store_true", help="print one JSON object at the end")
        one = jobs.add_parser("explain", help="why these reports stand beside an article")
        one.add_argument("article", help="its number or its address")
        one.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        self._rebuild(options) if options["job"] == "rebuild" else self._explain(options)

    def _rebuild(self, options: dict[str, Any]) -> None:
        begun = time.monotonic()
        if not options["resume"]:
            mark_all()
        total = waiting()
        done = 0
        while linked := link_due():
            done += linked
            if not options["json"]:
                self.stdout.write(f"{min(done, total)} of {total} articles, {waiting()} wait")
        result = {"articles": done, "waiting": waiting(), "links": Link.objects.count()}
        result["seconds"] = round(time.monotonic() - begun, 1)  # type: ignore[assignment]
        if options["json"]:
            self.stdout.write(json.dumps(result))
        else:
            self.stdout.write(
                self.style.SUCCESS("{articles} articles, {links} links, {seconds} s".format_map(result))
            )
        if result["waiting"]:
            raise CommandError("Some articles could not be linked; the log says why. `--resume` tries again.")

    def _explain(self, options: dict[str, Any]) -> None:
        known = options["article"].rstrip("/").rpartition("/")[2]
        number = key_in(known)
        by = {"slug": known} if number is None else {"pk": number}
        article = Article.objects.select_related("live", "section").filter(**by).order_by("-id").first()
        if article is None or article.live is None:
            raise CommandError(f"No published article is known as “{options['article']}”.")
        lines = explain(article)
        if options["json"]:
            self.stdout.write(json.dumps({"article": article.pk, "cards": lines}))
            return
        self.stdout.write(f"{article.pk} {article.live.headline}")
        for line in lines:
            self.stdout.write(
                "{place:>9}  {score:7.2f}  {id:>7} {headline}\n{gap:>20}{reason}".format(gap="", **line)
            )
