"""``manage.py demo_mail``: a mail server of the demo's own, which delivers into a folder and nowhere else."""

import logging
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo import mailbox

HOST = "127.0.0.1"  # nobody but this machine hands mails in
MOST_BYTES = 5_000_000


class Letterbox:
    """aiosmtpd's handler: each mail becomes a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 — aiosmtpd's name
        try:
            mailbox.store(self.folder, envelope.original_content or b"")
        except OSError as error:
            return f"452 The mail cannot be kept: {error.strerror}"
        return "250 Kept"


class Command(BaseCommand):
    """Runs until it is told to end."""

    help = "Catch the demo's mails: listens on loopback, keeps the newest in a folder for /demo/mail/."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8025, help="the port to listen on (8025)")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of every mail
        end = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: end.set())
        box = Controller(
            Letterbox(settings.DEMO_MAIL_DIR), hostname=HOST, port=options["port"], data_size_limit=MOST_BYTES
        )
        try:
            box.start()
        except OSError as error:
            raise CommandError(f"Port {options['port']} cannot be had: {error.strerror}.") from None
        self.stdout.write(f"Catching mails on {HOST}:{options['port']} into {settings.DEMO_MAIL_DIR}")
        end.wait()
        box.stop()
