"""``manage.py workflows``: every workflow, from the data. Needs no database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from moderation.drawing import as_data, as_markdown
from moderation.workflow import all_workflows


class Command(BaseCommand):
    """Prints the document that stands in docs/workflows.md, or the same as JSON."""

    help = "Print all workflows: as Markdown with Mermaid diagrams (docs/workflows.md), or as JSON."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--mermaid", action="store_true", help="Markdown with Mermaid diagrams (the default)"
        )
        form.add_argument("--json", action="store_true", help="one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        # The document is in English, whatever language the site speaks.
        with translation.override("en"):
            if options["json"]:
                self.stdout.write(json.dumps(as_data(all_workflows()), indent=2))
            else:
                self.stdout.write(as_markdown(all_workflows()), ending="")
