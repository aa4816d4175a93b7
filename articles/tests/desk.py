"""A person at the desk: opens the page of an article and sends its form back as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article, Revision


class _Fields(HTMLParser):
    """What a browser would send of the form ``class="desk"``, without buttons and files."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._inside = False
        self._name = ""
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("class") == "desk"
        name = given.get("name") or ""
        if not self._inside:
            return
        if tag == "input" and name and given.get("type") not in ("file", "submit"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                # A ticked box without a value says "on".
                self.values[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._name, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._name:
            self.values[self._name] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The line break after the opening tag is no part of the text; browsers send others as CRLF.
            self.values[self._name] = self.values[self._name].removeprefix("\n").replace("\n", "\r\n")
            self._name = ""
        elif tag == "select":
            self._select = ""


class Desk:
    """One person before the page of one article."""

    def __init__(self, person: User, article: Article | Revision) -> None:
        self.client = Client()
        self.client.force_login(person, backend="accounts.backends.RoleBackend")
        key = article.article_id if isinstance(article, Revision) else article.pk
        self.address = reverse("admin:articles_article_change", args=[key])
        self.fields: dict[str, str] = {}
        self.open()

    def open(self) -> HttpResponse:
        """Load the page anew."""
        answer = self.client.get(self.address)
        self.page = answer.content.decode()
        self.fields = fields_of(self.page)
        return answer

    def send(self, step: str = "", **typed: Any) -> HttpResponse:
        """Type into fields (``text__headline``) and press a button; follows to the page that comes then."""
        data = {
            **self.fields,
            "step": step,
            **{name.replace("__", "-"): value for name, value in typed.items()},
        }
        answer = self.client.post(self.address, data, follow=True)
        self.page = answer.content.decode()
        self.fields = fields_of(self.page)
        return answer


def fields_of(page: str) -> dict[str, str]:
    """The form's values as a browser would send them."""
    parser = _Fields()
    parser.feed(page)
    return parser.values
