"""What must be done before the first page: each step says what it does and how long it took."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable
from pathlib import Path

from newsroom.run.journal import Journal
from newsroom.run.plan import PYTHON, Plan, has_command, manage
from newsroom.services import instance
from newsroom.services.keys import write_private
from newsroom.services.premises import REPOSITORY
from newsroom.services.trouble import Trouble

# Run apart, so that the supervisor itself never loads Django.
PRINT_CAST = (
    "import json; from newsroom.demo.cast import CAST;"
    " print(json.dumps([[str(getattr(p.role, 'value', p.role) or 'reader'), p.email, p.password or ''] for p in CAST]))"
)


async def prepare(plan: Plan, journal: Journal) -> list[list[str]]:
    """Everything up to the start of the processes; returns role, e-mail and password of the demo's people."""
    await _step(journal, "services", _start_services(plan, journal))
    tables = asyncio.create_task(_tables_and_content(plan, journal))
    others = asyncio.create_task(_static_files(plan, journal))
    try:
        _, _, cast = await asyncio.gather(tables, others, _cast(plan))
    except (Trouble, asyncio.CancelledError):
        tables.cancel()
        others.cancel()
        await asyncio.gather(tables, others, return_exceptions=True)
        raise
    return cast


async def _step(journal: Journal, name: str, work: Awaitable[str]) -> None:
    began = time.monotonic()
    outcome = await work
    journal.say(f"{name:<13} {outcome} ({time.monotonic() - began:.1f} s)")


async def _start_services(plan: Plan, journal: Journal) -> str:
    for note in plan.premises.notes:
        journal.say(note)
    await asyncio.to_thread(instance.start, plan.premises)
    instance.amend_record(plan.premises, **plan.facts)
    external = instance.external()
    parts = {"postgres": "PostgreSQL", "valkey": "Valkey"}
    return ", ".join(
        f"{words} {'elsewhere' if part in external else 'runs'}" for part, words in parts.items()
    )


async def _tables_and_content(plan: Plan, journal: Journal) -> None:
    await _step(journal, "migrations", _migrate(plan, journal))
    if plan.demo and has_command("demo"):
        await _step(journal, "demo", _demo(plan, journal))
    elif plan.demo:
        journal.say("demo          left out: there is no demo content in this version")


async def _migrate(plan: Plan, journal: Journal) -> str:
    output = await _run(plan, journal, "migrate", "--no-input", "--verbosity", "1")
    applied = output.count("... OK") + output.count("...OK") or sum(
        line.rstrip().endswith(" OK") for line in output.splitlines()
    )
    return f"{applied} applied" if applied else "nothing to do"


async def _demo(plan: Plan, journal: Journal) -> str:
    output = await _run(plan, journal, "demo")
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "ready"


async def _static_files(plan: Plan, journal: Journal) -> None:
    stamp = plan.premises.data / "static.stamp"
    wanted = await asyncio.to_thread(_fingerprint)
    if not (stamp.exists() and stamp.read_text(encoding="ascii") == wanted):

        async def collect() -> str:
            await _run(plan, journal, "collectstatic", "--no-input", "--verbosity", "0", "--clear")
            stamp.write_text(wanted, encoding="ascii")
            return "collected"

        await _step(journal, "static files", collect())


def _fingerprint() -> str:
    """Changes when a static file of ours or an installed package does."""
    # Apps' folders alone: what was collected into the data folder, which may lie here, is no source.
    folders = [REPOSITORY / "static", *(app.parent / "static" for app in REPOSITORY.glob("*/apps.py"))]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    listing = "\n".join(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in files)
    lock = REPOSITORY / "requirements.txt"
    return hashlib.sha256(listing.encode() + (lock.read_bytes() if lock.exists() else b"")).hexdigest()


async def _cast(plan: Plan) -> list[list[str]]:
    if not plan.demo or not (REPOSITORY / "newsroom" / "demo" / "cast.py").exists():
        return []
    process = await asyncio.create_subprocess_exec(
        *(PYTHON, "-c", PRINT_CAST),
        cwd=REPOSITORY,
        env=plan.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    people: list[list[str]] = json.loads(output) if process.returncode == 0 else []
    return people


async def _run(plan: Plan, journal: Journal, *arguments: str) -> str:
    """One management command; its words are shown only when it fails, and kept in the log folder."""
    process = await asyncio.create_subprocess_exec(
        *manage(*arguments),
        env=plan.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output = (await process.communicate())[0].decode("utf-8", "replace")
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    log = plan.premises.log / f"{arguments[0]}.log"
    write_private(log, output)
    if process.returncode != 0:
        lines = [line for line in output.splitlines() if line.strip()]
        for line in lines[-3:-1]:
            journal.write("prepare", line)
        last = lines[-1].strip() if lines else f"it ended with code {process.returncode} and said nothing"
        raise Trouble(f"`manage.py {arguments[0]}` failed: {last} (all of it: {_shown(log)})")
    return output


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
