"""How a text would look to readers. The public site draws it: it registers itself here, for the desk stands below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision

# What a text can be looked at as, in the order in which they are offered.
VIEWS = {
    "desktop": _("Desktop"),
    "tablet": _("Tablet"),
    "phone": _("Phone"),
    "card": _("Card"),
    "search": _("Search result"),
    "social": _("Social card"),
}
WHOLE = ("desktop", "tablet", "phone")  # the article's page, in windows of different width


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look at the text, as a link."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be drawn. With ``choices`` a strip above says that it is a preview; ``back`` leads to the desk."""

    article: Article
    text: Revision
    view: str = "desktop"
    choices: Sequence[Choice] = ()
    back: str = ""


class Stage(Protocol):
    """Draws a text as readers would see it, with the public site's own templates and content policy."""

    def draw(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        """The page; never stored, never indexed, framed by this site alone."""


_stage: list[Stage] = []


def register(stage: Stage) -> None:
    """Name the stage; called from ``AppConfig.ready`` of the public site."""
    _stage[:] = [stage]


def draw(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The page of a text as the public site draws it. Raises LookupError where no public site is installed."""
    if not _stage:
        raise LookupError("no app draws previews: the public site is not installed")
    return _stage[0].draw(request, sheet)


def is_view(name: str) -> bool:
    """Whether a text can be looked at so."""
    return name in VIEWS
