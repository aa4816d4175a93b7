#!/usr/bin/env python
"""Newsroom's commands: ``manage.py help`` lists them."""

import os
import sys

# These change tables, which only the owner's role may do; everything else runs with data rights alone.
OWNER_COMMANDS = {"migrate", "flush", "sqlflush", "test", "testserver", "lintmigrations"}


def needs_owner(arguments: list[str]) -> bool:
    """Tell whether the command line changes tables (or empties them, as ``demo --reset`` does)."""
    command = arguments[1] if len(arguments) > 1 else ""
    return command in OWNER_COMMANDS or (command == "demo" and "--reset" in arguments)


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if needs_owner(sys.argv):
        os.environ.setdefault("NEWSROOM_DATABASE_ROLE", "owner")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed in this Python. Run `make run` once, then use .venv/bin/python manage.py …"
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
