"""What the two importers ask for and tell."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from articles.models import Section, Source
from common.nudging import nudge
from moderation.errors import Refused
from newsroom.interchange.piece import Piece, Unreadable
from newsroom.interchange.taking import House, Outcome, Taken, take


class ImportCommand(BaseCommand):
    """Subclasses say how their file is read."""

    origin = ""

    def pieces(self, options: dict[str, Any]) -> Iterator[Piece]:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--as", dest="by", required=True, metavar="EMAIL", help="who takes them in; stands in the record"
        )
        parser.add_argument(
            "--section", required=True, metavar="SLUG", help="for texts whose categories are no section here"
        )
        parser.add_argument(
            "--source", default="", metavar="SLUG", help="whose texts they are; the own desk without it"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what was public there, on its old day and with its old address leading here; needs a publisher:"
            " each is approved without a second person, with the reason on record. Without it all arrive as drafts.",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        house = self._house(options)
        counts: Counter[str] = Counter({outcome.value: 0 for outcome in Outcome})
        held: list[dict[str, str]] = []
        try:
            for taken in take(self.pieces(options), house, rehearse=options["dry_run"]):
                counts[taken.outcome] += 1
                self._note(taken, held)
        except (Unreadable, OSError, Refused) as error:
            raise CommandError(
                f"{options['file']}: {error}{self._so_far(counts, options['dry_run'])}"
            ) from None
        if not options["dry_run"]:
            nudge()
        self._tell(counts, held, options)

    def _house(self, options: dict[str, Any]) -> House:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        section = Section.objects.filter(slug=options["section"]).first()
        sources = Source.objects.order_by("pk")
        source = sources.filter(slug=options["source"]) if options["source"] else sources.filter(is_own=True)
        chosen = source.first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        if section is None:
            raise CommandError(f"There is no section “{options['section']}”.")
        if chosen is None:
            raise CommandError("There is no such source; make it at the desk, or name another with --source.")
        if options["publish"] and not by.has_perm("articles.override_approval", section):
            raise CommandError(
                f"{by} may not publish in “{section}” without a second person; a publisher may."
            )
        return House(by, section, chosen, self.origin, options["publish"])

    def _note(self, taken: Taken, held: list[dict[str, str]]) -> None:
        if taken.outcome in (Outcome.HELD, Outcome.EMPTY):
            words = taken.words or "no address, headline or text"
            held.append({"address": taken.piece.address, "headline": taken.piece.headline, "why": words})

    def _so_far(self, counts: Counter[str], is_dry: bool) -> str:
        done = counts[Outcome.PUBLISHED] + counts[Outcome.DRAFT] + counts[Outcome.HELD]
        return (
            ""
            if is_dry or not done
            else f" ({done} were taken in before; running it again goes on from there)"
        )

    def _tell(self, counts: Counter[str], held: list[dict[str, str]], options: dict[str, Any]) -> None:
        if options["json"]:
            told = {"dry_run": options["dry_run"], **counts, "left": held}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in held:
            self.stderr.write(f"{one['address'] or one['headline']}: {one['why']}")
        words = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        self.stdout.write(f"{'would be: ' if options['dry_run'] else ''}{words}")
