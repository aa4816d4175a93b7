"""``manage.py audit ledger|workflow``: is the record whole, and does everything stand where its decisions led?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from moderation.auditing import Verdict, audits, hold


class Command(BaseCommand):
    """Runs the proofs of one audit. Names the first row that does not hold; the exit code is 0 only if all hold."""

    help = "Verify the decisions (ledger) or that every state has its decisions (workflow). Exit code 1 on a breach."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("audit", choices=audits())
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = list(hold(options["audit"]))
        is_whole = all(verdict.breach is None for verdict in verdicts)
        if options["json"]:
            proofs = [asdict(verdict) for verdict in verdicts]
            self.stdout.write(json.dumps({"audit": options["audit"], "ok": is_whole, "proofs": proofs}))
        else:
            for verdict in verdicts:
                self.stdout.write(self._line(verdict))
        if not is_whole:
            raise SystemExit(1)

    def _line(self, verdict: Verdict) -> str:
        if verdict.breach is None:
            return f"{self.style.SUCCESS('holds ')}  {verdict.proof}: {verdict.checked} rows"
        breach = verdict.breach
        return f"{self.style.ERROR('BREACH')}  {verdict.proof}: {breach.table} {breach.row} {breach.words}"
