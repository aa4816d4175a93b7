"""``manage.py feeds``: import, parse, poll, replay, health, opml."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Section
from feeds import importing, telling
from feeds.fetching import polling, replay, replaying
from feeds.fetching.watching_folders import poll_folders
from feeds.health.describing import facts_of
from feeds.health.needing import by_need
from feeds.models import Feed
from feeds.subscribing import listing, opml
from feeds.telling import Counts


class Command(BaseCommand):
    """Each action is a method; the exit code is 1 when anything could not be read."""

    help = (
        "Read feeds by hand: import files or addresses, parse files without storing, poll, tell their health."
    )
    # "parse" works without a database and without a secret key.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        taking_in = actions.add_parser("import", help="take files or addresses into the queue, as polls do")
        taking_in.add_argument("names", nargs="+", metavar="FILE|URL")
        taking_in.add_argument("--source", default="", metavar="NAME", help="the source they are from")
        parsing = actions.add_parser("parse", help="print the reports of files without storing them")
        parsing.add_argument("names", nargs="+", metavar="FILE")
        poll = actions.add_parser("poll", help="poll what is due, or one feed now")
        poll.add_argument("--feed", type=int, metavar="ID", help="this feed, due or not")
        again = actions.add_parser(
            "replay",
            help="read kept polls anew, by today's parser and rules, and show what would change",
            description="Read kept polls anew, by today's parser and rules, and show what that would change. "
            "Nothing is stored without --apply. Without --fetch or --since: each feed's last poll.",
        )
        again.add_argument("--feed", type=int, metavar="ID", help="only this feed's polls")
        again.add_argument("--fetch", type=int, metavar="ID", help="this poll")
        again.add_argument(
            "--since",
            type=replaying.moment,
            metavar="DATE",
            help="all polls since then: 2026-03-01 or 2026-03-01T08:00",
        )
        again.add_argument("--apply", action="store_true", help="store what is shown")
        telling_health = actions.add_parser("health", help="how each feed is")
        lists = actions.add_parser("opml", help="print all feeds as a list (OPML), or add those of a list")
        lists.add_argument(
            "file", nargs="?", metavar="FILE", help="the list whose feeds are added; - for standard input"
        )
        lists.add_argument(
            "--section", default="", metavar="SLUG", help="the section for the items of new feeds"
        )
        for action in (taking_in, parsing, poll, again, telling_health, lists):
            action.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        well = getattr(self, f"do_{action}")(options)
        if not well:
            raise SystemExit(1)

    def do_import(self, options: dict[str, Any]) -> bool:
        counts = Counts()
        for name in options["names"]:
            counts.add(name, importing.import_one(name, options["source"]))
        return self._tell(counts, options["json"])

    def do_parse(self, options: dict[str, Any]) -> bool:
        lines = (telling.parsed_line(name, importing.parse_file(name)) for name in options["names"])
        well = True
        for line in lines:
            well = well and line["ok"]
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"{line['file']}: {line['error'] or len(line['items'])}")
                self.stdout.writelines(f"  {item['title']}\n" for item in line["items"])
        return well

    def do_poll(self, options: dict[str, Any]) -> bool:
        counts = Counts()
        if options["feed"] is None:
            polls = [*poll_folders(), *polling.poll_due()]
        else:
            polls = [polling.poll_safely(self._claimed(options["feed"]))]
        for poll in polls:
            counts.add(poll.feed.url, poll)
        return self._tell(counts, options["json"])

    def do_replay(self, options: dict[str, Any]) -> bool:
        fetches = replay.replayable(feed=options["feed"], fetch=options["fetch"], since=options["since"])
        if not fetches and (options["feed"] or options["fetch"]):
            raise CommandError("Nothing is kept of such a poll; manage.py feeds health lists the feeds.")
        well, seen = True, set[tuple[int, str, str]]()
        for fetch in fetches:
            line = replaying.line(fetch, seen, apply=options["apply"])
            well = well and not line["trouble"]
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.writelines(f"{words}\n" for words in replaying.in_words(line))
        return well

    def do_health(self, options: dict[str, Any]) -> bool:
        now = timezone.now()
        for feed in by_need(Feed.objects.select_related("source", "subscription")):
            facts = facts_of(feed, now)
            if options["json"]:
                self.stdout.write(json.dumps(facts, default=str, ensure_ascii=False))
            else:
                self.stdout.write(f"{feed.pk:>5}  {facts['state']:<8} {feed}: {facts['words']}")
        return True

    def do_opml(self, options: dict[str, Any]) -> bool:
        if not options["file"]:
            self.stdout.write(listing.everything().decode(), ending="")
            return True
        section = Section.objects.filter(slug=options["section"]).first()
        if options["section"] and section is None:
            raise CommandError(f"There is no section {options['section']}.")
        try:
            outlines, left_out = opml.read(_bytes_of(options["file"]))
        except (opml.NoList, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        taken = listing.take(outlines, section=section)
        left_out += taken.left_out
        if options["json"]:
            new = [{"id": feed.pk, "url": feed.url, "title": feed.title} for feed in taken.new]
            self.stdout.write(json.dumps({"new": new, "known": taken.known, "left_out": left_out}))
        else:
            self.stdout.write(f"{len(taken.new)} new, {taken.known} known, {len(left_out)} left out")
            self.stdout.writelines(f"{words}\n" for words in left_out)
        return not left_out

    def _claimed(self, feed_id: int) -> Feed:
        if not Feed.objects.filter(pk=feed_id).exists():
            raise CommandError(f"There is no feed {feed_id}; manage.py feeds health lists them.")
        feed = polling.claim_now(Feed.objects.filter(pk=feed_id))
        if feed is None:
            raise CommandError(str(importing.BUSY))
        return feed

    def _tell(self, counts: Counts, as_json: bool) -> bool:
        facts = asdict(counts)
        if as_json:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            failures = facts.pop("failures")
            self.stdout.write(", ".join(f"{number} {name}" for name, number in facts.items()))
            self.stdout.writelines(f"{failure['file']}: {failure['reason']}\n" for failure in failures)
        return not counts.failures


def _bytes_of(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
