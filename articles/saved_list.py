"""The saved texts of an article in pages, without the words: what the page of its history lists."""

from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article, Revision, SavedText

PAGE = 50


class BadMark(ValueError):
    """The mark names no place in the list."""


@dataclass(frozen=True, slots=True)
class Group:
    """The saved texts of one revision that stand on this page, newest first."""

    revision: Revision
    saves: list[SavedText]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page; ``next_mark`` leads to older ones."""

    groups: list[Group]
    next_mark: str


def saved_page(article: Article, mark: str = "", *, named_only: bool = False) -> SavedPage:
    """The texts older than ``mark`` ("revision.number"), newest first. One query. Raises BadMark."""
    rows = SavedText.objects.filter(revision__article=article)
    if named_only:
        rows = rows.exclude(reason="")
    if mark:
        revision, number = _parsed(mark)
        rows = rows.filter(Q(revision__lt=revision) | Q(revision=revision, number__lt=number))
    rows = rows.select_related("revision", "saved_by").defer("text", "revision__body")
    found = list(rows.order_by("-revision_id", "-number")[: PAGE + 1])
    shown = found[:PAGE]
    groups: list[Group] = []
    for saved in shown:
        if not groups or groups[-1].revision.pk != saved.revision_id:
            groups.append(Group(saved.revision, []))
        groups[-1].saves.append(saved)
    more = len(found) > PAGE
    return SavedPage(groups, f"{shown[-1].revision_id}.{shown[-1].number}" if more else "")


def _parsed(mark: str) -> tuple[int, int]:
    parts = mark.split(".")
    if len(parts) != 2 or not all(part.isdecimal() and part.isascii() and len(part) < 10 for part in parts):
        raise BadMark(mark)
    return int(parts[0]), int(parts[1])
