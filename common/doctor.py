"""The register of what can be ill: every app adds its checks in ``AppConfig.ready()``, ``manage.py doctor`` runs them."""

from collections.abc import Callable
from dataclasses import dataclass


class Unwell(Exception):
    """A check's finding that needs somebody's hand; the text says what is wrong and what to do."""


@dataclass(frozen=True)
class Check:
    """One dependency: ``run`` returns a line about its state, or raises ``Unwell``."""

    name: str
    run: Callable[[], str]


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    name: str
    ok: bool
    detail: str


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check; the same name again replaces it."""
    _checks[check.name] = check


def all_checks() -> list[Check]:
    """The checks in the order of their registration."""
    return list(_checks.values())


def examine(check: Check) -> Finding:
    """Run one check. A check that breaks is a finding too, never the end of the round."""
    try:
        return Finding(check.name, True, check.run())
    except Unwell as finding:
        return Finding(check.name, False, str(finding))
    except Exception as error:  # a dead dependency shows itself in its library's own words
        words = str(error).strip().splitlines()
        return Finding(check.name, False, f"{type(error).__name__}: {words[0] if words else 'no details'}")
