"""``manage.py doctor``: is everything well, and if not, what to do."""

import json
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from common.doctor import Check, Finding, all_checks, examine


class Command(BaseCommand):
    """Runs every registered check; the exit code is 0 only if all are well."""

    help = "Check database, broker, worker, beat, disk, mail and media. Exit code 0 only if all are well."
    # An unwell house must still be able to say so.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON list of {name, ok, detail}")

    def handle(self, *args: Any, **options: Any) -> None:
        # All at once: several dead dependencies cost one time-out, not one each.
        checks = all_checks()
        with ThreadPoolExecutor(len(checks) or 1) as together:
            findings = list(together.map(_apart, checks))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings]))
        else:
            self._print(findings)
        if not all(finding.ok for finding in findings):
            raise SystemExit(1)

    def _print(self, findings: list[Finding]) -> None:
        width = max(len(finding.name) for finding in findings)
        for finding in findings:
            mark = self.style.SUCCESS("well  ") if finding.ok else self.style.ERROR("UNWELL")
            self.stdout.write(f"{mark}  {finding.name:<{width}}  {finding.detail}")


def _apart(check: Check) -> Finding:
    """One check in its own thread, whose database connection ends with it."""
    try:
        return examine(check)
    finally:
        connection.close()
