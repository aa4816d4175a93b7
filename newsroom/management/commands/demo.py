"""``manage.py demo``: the fictional paper that a newcomer walks through."""

from argparse import ArgumentParser
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.nudging import nudge
from newsroom.demo.loading import Loaded, load


class Command(BaseCommand):
    """Loads what is missing, so that it may run at every start."""

    help = "Load the demo's paper where it is missing; --reset empties the whole site first. Only where NEWSROOM_DEMO is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty every table and begin anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This site is no demo: set NEWSROOM_DEMO=1 on an instance whose content may be lost."
            )
        try:
            loaded = load(anew=options["reset"])
        except redis.RedisError as error:
            raise CommandError(f"Valkey does not answer ({error}): start it and try again.") from None
        nudge()
        self.stdout.write(_words(loaded))


def _words(loaded: Loaded) -> str:
    if loaded.is_nothing:
        return "complete already"
    parts = {
        "people": loaded.people,
        "articles": loaded.articles,
        "comments": loaded.remarks,
        "feeds": loaded.feeds,
    }
    return "loaded: " + ", ".join(f"{count} {name}" for name, count in parts.items() if count)
