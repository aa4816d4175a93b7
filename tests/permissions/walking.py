"""Going to every address of the desk as one person, and noting what comes back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.models import User
from tests.permissions.objects import World, states_of

# Staff pages live under these; the reviewers' page and the calendar's feed are the desk seen from outside.
PREFIXES = ("admin/", "desk/", "review/", "accounts/invitation/")
METHODS = ("GET", "POST")
PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One pattern: its name (its route where it has none) and the parts that it takes."""

    name: str
    route: str
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """How the table names it."""
        return self.name or f"/{self.route}"


Key = tuple[str, str, str]  # address, state of the article, method


def addresses() -> list[Address]:
    """Every address of the desk, once each."""
    found = {
        address.key: address for address in _patterns(get_resolver()) if address.route.startswith(PREFIXES)
    }
    return [found[key] for key in sorted(found)]


def rows() -> list[Key]:
    """Every row that the table must have."""
    return [
        (address.key, state, method)
        for address in addresses()
        for state in states_of(address.key, list(address.parts))
        for method in METHODS
    ]


def walk(person: User | None, world: World) -> Iterator[tuple[Key, str]]:
    """What the person gets at each address. Nothing that a request does outlives it."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="accounts.backends.RoleBackend")
    cookies = client.cookies.output(header="", sep=";")
    for address in addresses():
        for state in states_of(address.key, list(address.parts)):
            path = _path(address, world, state)
            for method in METHODS:
                client.cookies = SimpleCookie(cookies)
                yield (address.key, state, method), _ask(client, method, path)


def _ask(client: Client, method: str, path: str) -> str:
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, {})
        transaction.set_rollback(True)
    return said(answer.status_code, answer.headers.get("Location", ""))


def said(status: int, location: str) -> str:
    """The cell: the status, or where the answer leads when that is what matters."""
    if status in (301, 302) and location.startswith(("/accounts/login/", "/admin/login/")):
        return "login"
    if status in (301, 302) and "/reauthenticate/" in location:
        return "again"
    return str(status)


def _path(address: Address, world: World, state: str) -> str:
    arguments = world.arguments(address.key, list(address.parts), state)
    if address.name:
        try:
            return reverse(address.name, kwargs=arguments)
        except NoReverseMatch:
            pass
    route = "/" + address.route.replace("^(?P<app_label>", "<app_label>(").replace("(?P<url>.*)$", "<url>")
    route = re.sub(r"<app_label>\([^)]*\)/\$", "<app_label>/", route)
    return PART.sub(lambda part: str(arguments[part[1]]), route)


def _patterns(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _patterns(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join(filter(None, (space, pattern.name))) if pattern.name else ""
            parts = tuple(PART.findall(here) or re.findall(r"\?P<(\w+)>", here))
            yield Address(name, here, parts)
