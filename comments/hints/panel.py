"""Possible corrections at the article's editing page, and above it while one waits."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.banners import Banner
from articles.models import Article
from articles.panels import Panel
from comments.models import CorrectionHint

SHOWN = 10


class HintFiller:
    """What readers pointed out, the open ones first; one query."""

    def panel(self, article: Article, person: User) -> Panel | None:
        """For everybody who works on the article; the answer is for who may give it."""
        found = CorrectionHint.objects.filter(article=article, comment__deleted_at=None)
        hints = list(found.select_related("comment__author", "correction")[:SHOWN])
        if not hints:
            return None
        hints.sort(key=lambda hint: hint.state != CorrectionHint.State.OPEN)
        context = {"hints": hints, "may_answer": person.has_perm("comments.answer_hint", article)}
        return Panel("hints", _("Possible corrections"), "comments/_hints_panel.html", context)


class HintCrier:
    """That a hint waits, above the article's page and in lists."""

    def banners(self, article_ids: Sequence[int]) -> Mapping[int, Sequence[Banner]]:
        """One query for all."""
        waiting: dict[int, list[int]] = {}
        rows = CorrectionHint.objects.filter(
            article__in=article_ids, state=CorrectionHint.State.OPEN, comment__deleted_at=None
        )
        for article, hint in rows.order_by("pk").values_list("article", "pk"):
            waiting.setdefault(article, []).append(hint)
        return {article: [_banner(hints)] for article, hints in waiting.items()}


def _banner(hints: list[int]) -> Banner:
    number = len(hints)
    words = ngettext(
        "%(number)d possible mistake was pointed out by readers.",
        "%(number)d possible mistakes were pointed out by readers.",
        number,
    ) % {"number": number}
    url = reverse("admin:comments_correctionhint_change", args=[hints[0]])
    return Banner(
        words, short=_("possible mistake"), url=url, link_words=_("Look and answer"), is_alarm=False
    )
