"""``manage.py demo_wire``: two fictional agencies whose feeds go on and on."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.demo.wire.serving import Wire


class Command(BaseCommand):
    """Runs until it is told to end."""

    help = "Serve the demo's wire on loopback: one RSS and one Atom feed with a new report about every 40 seconds."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8030, help="the port to listen on (8030)")

    def handle(self, *args: Any, **options: Any) -> None:
        end = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: end.set())
        try:
            wire = Wire(options["port"])
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {options['port']} cannot be had: {error}.") from None
        threading.Thread(target=wire.serve_forever, daemon=True).start()
        self.stdout.write(f"The wire sends at {wire.base}")
        end.wait()
        wire.shutdown()
