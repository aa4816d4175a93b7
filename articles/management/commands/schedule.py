"""``manage.py schedule plan``: the coming days in order, and what would go wrong."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.agenda import Entry, first_moment
from articles.plan_checks import Grade, Trouble
from articles.planning import Plan, plan

DAYS = 14


class Command(BaseCommand):
    """A dry run over what is scheduled; exit code 1 where something would not happen as it is planned."""

    help = (
        'Look ahead. "schedule plan" plays the coming days without changing anything: publications, ends of '
        "embargoes, expiries, second looks; and tells conflicts (exit code 1) and warnings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        look = actions.add_parser("plan", help="play the coming days and tell what would go wrong")
        look.add_argument(
            "--from", dest="first", type=_day, metavar="DAY", help="first day, as 2031-05-04 (today)"
        )
        look.add_argument("--to", dest="last", type=_day, metavar="DAY", help=f"last day ({DAYS} days on)")
        look.add_argument("--zone", type=_zone, metavar="NAME", help="whose clocks (the site's)")
        look.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        zone = options["zone"] or settings.TIME_ZONE
        first = options["first"] or timezone.now().astimezone(ZoneInfo(zone)).date()
        last = options["last"] or first + timedelta(days=DAYS)
        if last < first:
            self.stderr.write("schedule plan: the last day (--to) lies before the first (--from).")
            raise SystemExit(2)
        found = plan(first_moment(first, zone), first_moment(last + timedelta(days=1), zone), zone)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False))
        else:
            self._tell(found)
        if found.has_conflicts:
            raise SystemExit(1)

    def _tell(self, found: Plan) -> None:
        self.stdout.write(
            f"{_clock(found.start, found)} to {_clock(found.end, found)}, clocks of {found.zone}"
        )
        for entry in found.entries:
            when = (
                f"{entry.day_in(found.zone):%a %Y-%m-%d}      "
                if entry.is_all_day
                else _clock(entry.at, found)
            )
            late = "  (its time has passed)" if entry.is_late else ""
            self.stdout.write(f"{when}  {entry.label:<14} {entry.section_name:<14} {entry.title}{late}")
        if not found.entries:
            self.stdout.write("Nothing is planned.")
        for trouble in found.troubles:
            is_conflict = trouble.grade == Grade.CONFLICT
            mark = self.style.ERROR("CONFLICT") if is_conflict else self.style.WARNING("warning ")
            self.stdout.write(f"{mark}  {_clock(trouble.at, found)}  {trouble.words}")
        if not found.troubles:
            self.stdout.write(self.style.SUCCESS("Nothing stands against it."))


def as_json(found: Plan) -> dict[str, Any]:
    """The plan for programs: instants in UTC, and on the clocks of the zone."""
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "zone": found.zone,
        "ok": not found.has_conflicts,
        "entries": [_entry(entry, found.zone) for entry in found.entries],
        "troubles": [_trouble(trouble, found.zone) for trouble in found.troubles],
    }


def _entry(entry: Entry, zone: str) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "local": None if entry.is_all_day else entry.at.astimezone(ZoneInfo(zone)).isoformat(),
        "day": entry.day_in(zone).isoformat(),
        "what": str(entry.lane),
        "title": entry.title,
        "section": entry.section,
        "article": entry.article,
        "assignment": entry.assignment,
        "chosen_in": entry.zone,
        "late": entry.is_late,
    }


def _trouble(trouble: Trouble, zone: str) -> dict[str, Any]:
    return {
        "at": trouble.at.isoformat(),
        "local": trouble.at.astimezone(ZoneInfo(zone)).isoformat(),
        "grade": str(trouble.grade),
        "code": trouble.code,
        "words": trouble.words,
        "articles": list(trouble.articles),
    }


def _clock(instant: datetime, found: Plan) -> str:
    return f"{instant.astimezone(ZoneInfo(found.zone)):%a %Y-%m-%d %H:%M}"


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(f"“{words}” is no day; write it as 2031-05-04") from None


def _zone(words: str) -> str:
    try:
        return ZoneInfo(words).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ArgumentTypeError(f"“{words}” is no time zone; write it as Europe/Berlin") from None
