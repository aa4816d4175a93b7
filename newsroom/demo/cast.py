"""Who works for and who reads the demo's paper. Plain data: the supervisor prints the sign-ins without loading Django."""

from dataclasses import dataclass

# Printed on the screen for whoever tries the demo, which listens on this machine only.
PASSWORD = "tide-table-for-everyone"  # noqa: S105 — public on purpose


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the demo. ``role`` is a role of the house or "reader"; no ``sections`` means all of them."""

    key: str
    role: str
    display_name: str
    email: str
    password: str = PASSWORD
    sections: tuple[str, ...] = ()


CAST: tuple[Person, ...] = (
    Person("reporter", "reporter", "Nadia Ferro", "reporter@meridian.example"),
    Person("editor", "editor", "Helen Aske", "editor@meridian.example"),
    Person("second-editor", "editor", "Samir Dahl", "second.editor@meridian.example"),
    Person("publisher", "publisher", "Ruth Valen", "publisher@meridian.example"),
    Person("moderator", "moderator", "Mo Lindgren", "moderator@meridian.example"),
    Person("administrator", "administrator", "Ada Kroon", "administrator@meridian.example"),
    Person("reader", "reader", "Pia Norden", "reader@demo.localhost"),
    Person("second-reader", "reader", "Oskar Wyn", "second.reader@demo.localhost"),
    Person("third-reader", "reader", "Leela Marsh", "third.reader@demo.localhost"),
    Person("fourth-reader", "reader", "Bram Okello", "fourth.reader@demo.localhost"),
)
