"""Why a list is as it is: each stored card with its reason, and who was found and left out."""

from typing import Any

from articles.models import Article, Revision
from related.linking import proposed
from related.models import Link
from related.ranking import CARDS
from related.reading import terms_of

LEFT_OUT = 10  # runners-up that are named


def explain(article: Article) -> list[dict[str, Any]]:
    """{"place", "id", "headline", "score", "reason"} for cards, bans, copies and the next best, in this order."""
    links = list(Link.objects.filter(article=article).order_by("is_banned", "-is_pinned", "rank", "id"))
    listed = {link.target_id for link in links}
    ranking, _found = proposed(article, terms_of(article))
    lines = [
        _line(link.target_id, _place(at, link), link.score, link.reason) for at, link in enumerate(links, 1)
    ]
    lines += [_line(copy, "copy", 0, "The same report") for copy in sorted(ranking.copies - listed)]
    rest = [match for match in ranking.matches if match.neighbour.id not in listed]
    lines += [
        _line(match.neighbour.id, "next", match.score, f"Shares: {', '.join(match.shared)}")
        for match in rest[:LEFT_OUT]
    ]
    headlines = _headlines([line["id"] for line in lines])
    return [{**line, "headline": headlines.get(line["id"], "")} for line in lines]


def _line(target: int, place: str, score: float, reason: str) -> dict[str, Any]:
    return {"place": place, "id": target, "score": round(score, 3), "reason": reason}


def _place(at: int, link: Link) -> str:
    if link.is_banned:
        return "banned"
    if link.is_pinned:
        return f"{at} pinned"
    return str(at) if at <= CARDS else "hidden"


def _headlines(articles: list[int]) -> dict[int, str]:
    live = Revision.objects.filter(live_of__in=articles)
    return dict(live.values_list("article", "headline"))
