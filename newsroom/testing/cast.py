"""The same few people everywhere, and factories of a few lines."""

import itertools
from typing import Any

from accounts.granting import grant
from accounts.models import User
from accounts.roles import Role
from accounts.vouching import vouch_for_address
from articles import drafting, publishing, reviewing
from articles.models import Article, Author, Revision, Section, Source

PASSWORD = "correct horse battery staple"  # noqa: S105 — the tests' own
BODY = (
    "<p>The ferry left at noon with forty people aboard. Nobody noticed the fog until the harbour was gone.</p>"
    "<p>“We heard the bell before we saw the quay,” said Ines Prado, who steers it.</p>"
)
_numbers = itertools.count(1)


def person(name: str, role: Role | None = None, section: str = "") -> User:
    """Somebody with a password, and with a role if one is named."""
    number = next(_numbers)
    email = f"{name.split()[0].lower()}-{number}@example.org"
    user = User.objects.create_user(email=email, password=PASSWORD, display_name=name)
    vouch_for_address(user)
    if role:
        grant(user, role, section)
    return user


def section(name: str = "World", **fields: Any) -> Section:
    """A section; the same name is the same section."""
    found, _ = Section.objects.get_or_create(slug=name.lower(), defaults={"name": name, **fields})
    return found


def source(name: str = "The Meridian", **fields: Any) -> Source:
    """A source; the same name is the same source."""
    slug = name.lower().replace(" ", "-")
    found, _ = Source.objects.get_or_create(slug=slug, defaults={"name": name, "is_own": True, **fields})
    return found


def author(name: str = "Ines Prado") -> Author:
    """A name for a byline."""
    return Author.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def draft(by: User | None, **fields: Any) -> Revision:
    """A draft through the verb, with what the test does not care about filled in."""
    number = next(_numbers)
    given = {"section": section, "source": source}
    values: dict[str, Any] = {
        "headline": f"Ferry finds the harbour by its bell ({number})",
        "standfirst": "Fog closed the strait for three hours.",
        "body": BODY,
        **{name: make() for name, make in given.items() if name not in fields},
        **fields,
    }
    return drafting.create_draft(by=by, **values)


def approved(writer: User, approver: User, **fields: Any) -> Revision:
    """A text that two people have seen."""
    revision = draft(writer, **fields)
    reviewing.submit(revision, by=writer, version=revision.version)
    reviewing.approve(revision, by=approver, version=revision.version)
    return revision


def published(writer: User, approver: User, publisher: User, **fields: Any) -> Article:
    """An article that readers see, gone through every hand."""
    revision = approved(writer, approver, **fields)
    publishing.publish(revision, by=publisher, version=revision.version)
    return Article.objects.select_related("section", "live").get(pk=revision.article_id)
