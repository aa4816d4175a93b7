"""Typed readers of the environment: a wrong value stops the start with the variable's name and the expected form.

Every reader first looks into the process environment, then into the facts of the running instance
(``instance.json``, handed in by ``use_instance``), then takes its default.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_instance: dict[str, str] = {}
_asked: dict[str, "Asked"] = {}


@dataclass(frozen=True)
class Asked:
    """A variable that somebody reads: the form of its value, and what it is without one."""

    form: str
    default: str


def all_asked() -> dict[str, Asked]:
    """Every variable that was read so far, by name: what the settings' table in the documents is made of."""
    return dict(_asked)


def _note(name: str, form: str, default: object) -> None:
    words = {True: "1", False: "0"}.get(default, str(default)) if isinstance(default, bool) else str(default)
    _asked.setdefault(name, Asked(form, words))


TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def use_instance(file: Path, names: dict[str, str]) -> None:
    """Take values from a running instance's ``instance.json`` where the environment is silent.

    ``names`` maps the file's keys to variable names. A missing or unreadable file is no error: commands that need
    no database work without a running instance.
    """
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for key, name in names.items():
        value = facts.get(key)
        if value not in (None, ""):
            _instance[name] = "1" if value is True else "0" if value is False else str(value)


def _raw(name: str) -> str | None:
    value = os.environ.get(name)
    return value if value not in (None, "") else _instance.get(name)


def text(name: str, default: str = "") -> str:
    """The variable as it stands."""
    _note(name, "text", default)
    value = _raw(name)
    return default if value is None else value


def flag(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    _note(name, "1 or 0", default)
    value = _raw(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: expected 1 or 0.")


def integer(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number within its bounds."""
    _note(name, "number" if least is None or most is None else f"{least}–{most}", default)
    value = _raw(name)
    if value is None:
        return default
    bounds = f" from {least} to {most}" if least is not None and most is not None else ""
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number{bounds}.") from None
    if (least is not None and number < least) or (most is not None and number > most):
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number{bounds}.")
    return number


def choice(name: str, options: Sequence[str], default: str) -> str:
    """One of the given words."""
    _note(name, ", ".join(options), default)
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r}: expected one of {', '.join(options)}.")
    return value


def url(name: str, default: str = "", *, schemes: Sequence[str]) -> str:
    """An address with one of the given schemes; empty stays empty."""
    _note(name, "address", default)
    value = text(name, default)
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name}: expected an address that begins with {' or '.join(f'{s}://' for s in schemes)}."
        )
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas, blanks around the parts dropped."""
    _note(name, "list, separated by commas", default)
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
