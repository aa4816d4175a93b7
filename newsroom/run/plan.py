"""What one run consists of: its address, its processes and the environment that they share."""

import os
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsroom.run.child import Program
from newsroom.run.remnants import MARK
from newsroom.services import processes
from newsroom.services.premises import REPOSITORY, Premises
from newsroom.services.trouble import Trouble

LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEFAULT_PORT = 8000
WIRE_BEYOND = 1_000  # the demo wire listens this far beyond the site
PYTHON = sys.executable
# Whoever runs the demo as root knows it; PostgreSQL and Valkey have left root behind, docs/operations.md says the rest.
ROOT_WARNING = "ignore:You're running the worker with superuser privileges"
CELERY = (PYTHON, "-m", "celery", "--quiet", "-A")


@dataclass(frozen=True)
class Plan:
    """Decided before anything is started."""

    premises: Premises
    host: str
    port: int
    demo: bool
    site_url: str
    wire_port: int | None
    mail_port: int | None

    @property
    def facts(self) -> dict[str, object]:
        """What the record of the instance tells ``manage.py`` beside the services."""
        wire = self.wire_port
        return {
            "site_url": self.site_url,
            "port": self.port,
            "demo": self.demo,
            "smtp_host": "127.0.0.1" if self.mail_port else None,
            "smtp_port": self.mail_port,
            "demo_wire_url": f"http://127.0.0.1:{wire}/" if wire else None,
            "outbound_allow": f"127.0.0.1:{wire},localhost:{wire}" if wire else None,
        }

    @property
    def environment(self) -> dict[str, str]:
        """The children's environment; all else they read from the record."""
        return {
            **os.environ,
            "NEWSROOM_VAR": str(self.premises.var),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(REPOSITORY),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "NEWSROOM_DEMO": "1" if self.demo else "0",
            "PYTHONWARNINGS": ROOT_WARNING,
            MARK: str(self.premises.data),
        }

    @property
    def programs(self) -> list[Program]:
        """In the order in which they start."""
        granian = (
            *(PYTHON, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"),
            *("--host", self.host, "--port", str(self.port), "--no-ws", "--log-level", "warning"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5", "newsroom.wsgi:application"),
        )
        # Prefork: only a pool of processes can end a task that overran its hard time limit.
        worker = (
            *(
                *CELERY,
                "newsroom.celery",
                "worker",
                "--queues",
                "notify,default,fetch,pictures",
                "--concurrency",
                "2",
                "--loglevel",
                "WARNING",
            ),
            *("--without-gossip", "--without-mingle", "--hostname", "newsroom@%h"),
        )
        beat = (
            *CELERY,
            "newsroom.beat",
            "beat",
            "--schedule",
            str(self.premises.data / "beat-schedule"),
            "--pidfile=",
            "-l",
            "WARNING",
        )
        # Readers first: on a small machine the others would hold the web server back by seconds.
        programs = [
            Program("web", granian),
            Program("worker", worker, stop_seconds=15),
            Program("beat", beat),
        ]
        if self.mail_port:
            programs.append(Program("mail", manage("demo_mail", "--port", str(self.mail_port))))
        if self.wire_port:
            programs.append(Program("wire", manage("demo_wire", "--port", str(self.wire_port))))
        return programs


def manage(*arguments: str) -> tuple[str, ...]:
    """The command line of a management command."""
    return (PYTHON, str(REPOSITORY / "manage.py"), *arguments)


def has_command(name: str) -> bool:
    """Tell whether one of our apps has this management command."""
    return any(REPOSITORY.glob(f"*/management/commands/{name}.py"))


def _port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise Trouble(f"PORT={text!r}: expected a number from 1 to 65535.")
    return int(text)


def _wire_port(port: int, mail_port: int | None) -> int:
    """The same one at each start where it is free: what came from the wire leads back to it."""
    usual = port + WIRE_BEYOND
    if usual <= 65_535 and usual != mail_port and processes.port_is_free(usual):
        return usual
    return processes.choose_port({mail_port} if mail_port else None)


def draw(premises: Premises) -> Plan:
    """Read the environment; raises ``Trouble`` where it asks for what must not be."""
    port = _port()
    demo = os.environ.get("NEWSROOM_DEMO", "1").lower() in ("1", "true", "yes", "on")
    host = os.environ.get("NEWSROOM_HOST") or "127.0.0.1"
    site_url = os.environ.get("NEWSROOM_SITE_URL") or f"http://localhost:{port}"
    if demo and (host not in LOOPBACK or urlsplit(site_url).hostname not in LOOPBACK):
        raise Trouble(
            "The demo has public passwords and listens on this machine only: unset NEWSROOM_HOST and NEWSROOM_SITE_URL,"
            " or run without it (NEWSROOM_DEMO=0, then `manage.py setup`)."
        )
    wants_mail = demo and not os.environ.get("EMAIL_HOST") and has_command("demo_mail")
    wants_wire = demo and has_command("demo_wire")
    mail_port = processes.choose_port() if wants_mail else None
    wire_port = _wire_port(port, mail_port) if wants_wire else None
    return Plan(
        premises, "127.0.0.1" if host == "localhost" else host, port, demo, site_url, wire_port, mail_port
    )
