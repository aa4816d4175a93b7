"""``manage.py audit ledger|workflow|checkpoint``: is the record whole, and does everything stand where its decisions led?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from moderation import checkpoints
from moderation.auditing import Breach, Verdict, audits, hold

EXPORTED = "the exported checkpoint holds"


class Command(BaseCommand):
    """Runs the proofs of one audit. Names the first row that does not hold; the exit code is 0 only if all hold."""

    help = (
        "Verify that the record is whole (ledger), that every state has its decisions (workflow), or that the chains"
        " still hold what signed checkpoints saw (checkpoint). Exit code 1 on a breach."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("audit", choices=audits())
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        only = parser.add_argument_group("only with “checkpoint”")
        only.add_argument(
            "--export", metavar="FILE", help="take a checkpoint now and write it, signed, to FILE"
        )
        only.add_argument("--verify", metavar="FILE", help="compare the chains with an exported FILE too")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["export"] or options["verify"]) and options["audit"] != "checkpoint":
            raise CommandError("--export and --verify belong to “audit checkpoint”.")
        verdicts = list(hold(options["audit"]))
        if options["verify"]:
            verdicts.append(_verify(options["verify"]))
        is_whole = all(verdict.breach is None for verdict in verdicts)
        if options["export"] and is_whole:  # what does not hold is not signed anew
            _export(options["export"])
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


def _verify(file: str) -> Verdict:
    try:
        found = checkpoints.compare(json.loads(Path(file).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from None
    if isinstance(found, Breach):
        return Verdict(EXPORTED, 0, found)
    return Verdict(EXPORTED, found, None)


def _export(file: str) -> None:
    try:
        Path(file).write_text(json.dumps(checkpoints.exported()) + "\n", encoding="utf-8")
    except (OSError, OperationalError) as error:
        raise CommandError(f"No checkpoint was written to {file}: {error}") from None
