"""What the desk's search finds as somebody types: places, articles with their drafts, work, people, tags, pictures, feeds.

Every kind asks for its own permission and keeps to the person's sections; every kind is one query of a few rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.backends import people_with
from accounts.models import User
from articles.admin.article import newest_text
from articles.admin.assignments import assignments_for
from articles.admin.reading import READ, VIEW, articles_for, for_desk, sections_of_texts
from articles.assigning import ASSIGN
from articles.finding import clean, matching
from articles.models import Article, Assignment, Image, Story
from common.keys import key_in
from feeds.models import Feed
from newsroom.navigation import desk_address, navigation

SHOWN = 6  # rows of a kind as one types; the page shows more


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, and where it is."""

    title: str
    url: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind."""

    label: str
    hits: list[Hit]


def find(
    request: HttpRequest, person: User, words: str, *, article: str = "", most: int = SHOWN
) -> list[Group]:
    """What answers ``words`` and the person may open; ``article`` is the one on whose page they are typed."""
    question = clean(words)
    groups = [Group(_("Go to"), list(_places(request, question))[:most])]
    if question:
        groups.append(Group(_("Assign"), _writers(person, question, article)[:most]))
        groups += [Group(label(), finder(person, question, most)) for label, finder in _KINDS]
    return [group for group in groups if group.hits]


def _places(request: HttpRequest, words: str) -> Iterator[Hit]:
    for group in navigation(request):
        for item in group["items"]:
            if _has_all(words, str(item["title"])):
                yield Hit(str(item["title"]), str(item["link"]), str(group["title"] or ""))


def _writers(person: User, words: str, article: str) -> list[Hit]:
    """To whom the article could be given: every word is of the name, or of the act."""
    if key_in(article) is None:
        return []
    found = Article.objects.select_related("section").filter(pk=article).first()
    if found is None or not person.has_perm(ASSIGN, found):
        return []
    act = _("Assign to %(who)s")
    address = f"{reverse('desk:assignment_new')}?article={found.pk}&assignee="
    return [
        Hit(act % {"who": writer}, f"{address}{writer.pk}")
        for writer in people_with("articles.write_revision")
        if _has_all(words, act % {"who": writer}) and writer.has_perm("articles.write_revision", found)
    ]


def _articles(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm(VIEW):
        return []
    found = matching(articles_for(person), words, sections_of_texts(person))
    return [_article(article) for article in for_desk(found).order_by("-pk")[:most]]


def _article(article: Article) -> Hit:
    text = newest_text(article)
    if article.withdrawn_at is not None:
        state = _("Withdrawn")
    else:
        state = str(text.get_state_display()) if text is not None else ""
    title = text.headline if text is not None else article.slug
    return Hit(title, desk_address(article), f"{article.section.name} · {state}", article.language)


def _assignments(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm(READ):
        return []
    found = assignments_for(person).filter(_every_word("title", words), state=Assignment.State.OPEN)
    return [
        Hit(
            row.title,
            reverse("desk:assignment", args=[row.pk]),
            f"{row.section.name} · {row.assignee or _('Nobody yet')}",
        )
        for row in found.order_by("-pk")[:most]
    ]


def _people(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm("accounts.view_user"):
        return []
    named = User.objects.filter(
        _every_word("display_name", words) | Q(email__istartswith=words), is_active=True
    )
    return [
        Hit(str(row), desk_address(row), row.email)
        for row in named.order_by("-is_staff", "display_name")[:most]
    ]


def _tags(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm("taggit.view_tag"):
        return []
    found = Tag.objects.filter(_every_word("name", words)).order_by("name")
    return [Hit(row.name, desk_address(row)) for row in found[:most]]


def _stories(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm(READ):
        return []
    address = reverse("admin:articles_article_changelist")
    found = Story.objects.filter(_every_word("name", words)).order_by("-is_running", "name")
    return [Hit(row.name, f"{address}?story={row.slug}", row.summary[:80]) for row in found[:most]]


def _pictures(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm("articles.view_image"):
        return []
    said = (
        _every_word("caption", words) | _every_word("alternative_text", words) | _every_word("credit", words)
    )
    return [
        Hit(str(row), desk_address(row), row.credit)
        for row in Image.objects.filter(said).order_by("-pk")[:most]
    ]


def _feeds(person: User, words: str, most: int) -> list[Hit]:
    if not person.has_perm("feeds.view_feed"):
        return []
    found = Feed.objects.filter(_every_word("source__name", words) | Q(url__icontains=words)).select_related(
        "source"
    )
    return [Hit(str(row), desk_address(row), row.url) for row in found.order_by("pk")[:most]]


_KINDS: tuple[tuple[Callable[[], Any], Callable[[User, str, int], list[Hit]]], ...] = (
    (lambda: _("Articles"), _articles),
    (lambda: _("Assignments"), _assignments),
    (lambda: _("Stories"), _stories),
    (lambda: _("People"), _people),
    (lambda: _("Tags"), _tags),
    (lambda: _("Pictures"), _pictures),
    (lambda: _("Feeds"), _feeds),
)


def _has_all(words: str, title: str) -> bool:
    return all(word in title.casefold() for word in words.casefold().split())


def _every_word(field: str, words: str) -> Q:
    every = Q()
    for word in words.split()[:6]:
        every &= Q(**{f"{field}__icontains": word})
    return every
