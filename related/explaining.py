"""Why a list is as it is: each stored card with its reason, and who was found and left out."""

from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article, Revision
from related.listing import offered, ranked
from related.models import Link
from related.ranking import CARDS
from related.reading import profile_of

LEFT_OUT = 10  # runners-up that are named


def explain(article: Article) -> list[dict[str, Any]]:
    """{"place", "id", "headline", "score", "reason", "parts"} for cards, bans, copies and the next best, in this order."""
    links = list(Link.objects.filter(article=article).order_by("is_banned", "-is_pinned", "rank", "id"))
    listed = {link.target_id for link in links}
    ranking = ranked(article, profile_of(article))
    lines = [_line(link, _place(at, link)) for at, link in enumerate(links, 1)]
    copies = [Link(target_id=copy, reason=_("The same report")) for copy in sorted(ranking.copies - listed)]
    lines += [_line(copy, "copy") for copy in copies]
    rest = [offer for offer in offered(article, ranking) if offer.target not in listed and offer.score > 0]
    for offer in rest[:LEFT_OUT]:
        link = Link(target_id=offer.target, score=offer.score, reason=offer.reason, parts=dict(offer.parts))
        lines.append(_line(link, "next"))
    headlines = _headlines([line["id"] for line in lines])
    return [{**line, "headline": headlines.get(line["id"], "")} for line in lines]


def _line(link: Link, place: str) -> dict[str, Any]:
    return {
        "place": place,
        "id": link.target_id,
        "score": round(link.score, 3),
        "reason": link.reason,
        "parts": link.parts,
    }


def _place(at: int, link: Link) -> str:
    if link.is_banned:
        return "banned"
    if link.is_pinned:
        return f"{at} pinned"
    return str(at) if at <= CARDS else "hidden"


def _headlines(articles: list[int]) -> dict[int, str]:
    live = Revision.objects.filter(live_of__in=articles)
    return dict(live.values_list("article", "headline"))
