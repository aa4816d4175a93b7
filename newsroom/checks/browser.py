"""Finds Chromium for the tests that drive it, or fetches it."""

import os
import shutil
import subprocess
import sys
import time

from newsroom.checks.steps import say
from newsroom.services.trouble import Trouble

VARIABLE = "NEWSROOM_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_MINUTES = 5
WHERE = (
    "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
)


def _runs(program: str) -> bool:
    """Some systems put a program on the PATH that only tells how to install the real one."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _in_path() -> str:
    """The Chromium that is there already; empty where none runs."""
    found = [os.environ.get(VARIABLE, ""), *(shutil.which(name) or "" for name in NAMES)]
    return next((program for program in found if program and _runs(program)), "")


def for_tests() -> str:
    """What `make test` found and handed on, which may be nothing; without it, what is there."""
    known = os.environ.get(VARIABLE)
    return _in_path() if known is None else known


def _quietly(*command: str) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, capture_output=True, env=quiet, timeout=APT_MINUTES * 60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _by_apt() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    _quietly("apt-get", "update")
    _quietly("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    return _in_path()


def _by_playwright() -> str:
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    _quietly(sys.executable, "-m", "playwright", "install", *with_libraries, "chromium")
    asked = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True)
    program = asked.stdout.strip()
    return program if program and _runs(program) else ""


def find() -> str:
    """The path of a Chromium that runs; empty (said aloud) where there is none, ``Trouble`` under CI."""
    began = time.monotonic()
    for way in (_in_path, _by_apt, _by_playwright):
        if program := way():
            say("browser", program, began)
            return program
    words = f"no Chromium, and none could be installed: install it, or set {VARIABLE} to one."
    if os.environ.get("CI", "").lower() in ("1", "true"):
        raise Trouble(f"The browser tests need it: {words}")
    say("browser", f"BROWSER TESTS ARE SKIPPED: {words}", began)
    return ""
