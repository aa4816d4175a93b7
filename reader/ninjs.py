"""A published article in ninjs 2.1, the IPTC's news in JSON; one that was withdrawn as a cancellation. Pure."""

from typing import Any

from django.conf import settings
from django.utils.html import strip_tags

from articles.models import Article
from reader.article_page import ArticlePage
from reader.handing_on import body_of, copyright_of

STANDARD = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}
CREDIT = "urn:newsroom:credit"  # the role of who must be named below the text
URGENCY = 5  # the scale's middle, for articles that name none


def cancelled(article: Article) -> dict[str, Any]:
    """What tells a subscriber to take the article out."""
    return {"uri": uri_of(article), "standard": STANDARD, "type": "text", "pubstatus": "canceled"}


def usable(page: ArticlePage) -> dict[str, Any]:
    """The article with all that ninjs has a place for."""
    live = page.model.live
    text = body_of(page)
    words = strip_tags(text)
    embargo = page.model.embargo_until
    document: dict[str, Any] = {
        "uri": uri_of(page.model),
        "standard": STANDARD,
        "type": "text",
        "pubstatus": "usable",
        "version": str(live.pk) if live else "",
        "language": page.language,
        "urgency": getattr(page.model, "urgency", None) or URGENCY,
        "firstcreated": page.published.isoformat(timespec="seconds"),
        "versioncreated": page.updated.isoformat(timespec="seconds"),
        "headlines": [{"role": "main", "contenttype": "text/plain", "value": page.headline}],
        "descriptions": [{"role": "summary", "contenttype": "text/plain", "value": page.deck}],
        "bodies": [
            {
                "role": "main",
                "contenttype": "text/html",
                "charcount": len(words),
                "wordcount": len(words.split()),
                "value": text,
            }
        ],
        "by": ", ".join(name["name"] for name in page.bylines),
        "located": live.dateline_place if live else "",
        "subjects": [
            {"name": page.section.name, "rel": "section"},
            *({"name": tag["name"], "rel": "tag"} for tag in page.tags),
        ],
        "infosources": [
            {"name": page.source, **({"uri": page.source_url} if page.source_url else {})},
            *([{"name": page.credit, "role": CREDIT}] if page.credit else []),
        ],
        "copyrightholder": settings.SITE_NAME if page.is_own else page.source,
        "copyrightnotice": copyright_of(page),
        "usageterms": page.model.usage_terms,
        "embargoed": embargo.isoformat(timespec="seconds") if embargo else "",
        "altids": [{"role": "url", "value": page.own_url}],
    }
    if page.corrections:
        document["ednote"] = "\n".join(note.note for note in page.corrections)
    return {name: value for name, value in document.items() if value not in ("", [], None)}


def package(pages: list[ArticlePage], uri: str, name: str) -> dict[str, Any]:
    """The newest articles as one document: a composite whose parts are whole articles, newest first."""
    newest = max((page.updated for page in pages), default=None)
    document: dict[str, Any] = {
        "uri": uri,
        "standard": STANDARD,
        "type": "composite",
        "pubstatus": "usable",
        "versioncreated": newest.isoformat(timespec="seconds") if newest else None,
        "headlines": [{"role": "main", "contenttype": "text/plain", "value": name}],
        "associations": [{"name": f"article-{page.model.pk}", **usable(page)} for page in pages],
    }
    return {name: value for name, value in document.items() if value is not None}


def uri_of(article: Article) -> str:
    """The article's name for good: its short link, which no change of address touches."""
    return f"{settings.SITE_URL}/a/{article.pk}/"
