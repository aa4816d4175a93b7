"""schema.org NewsArticle as JSON-LD. A data block is never executed, so the content policy does not concern it."""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from reader.article_page import ArticlePage

# As in Django's json_script: nothing in a string may end the element or open a comment.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _authors(page: ArticlePage) -> list[dict[str, str]]:
    if page.bylines:
        return [
            {
                "@type": "Person",
                "name": name["name"],
                "url": f"{settings.SITE_URL}/author/{name['slug']}/",
                **({"jobTitle": name["role"]} if name["role"] else {}),
            }
            for name in page.bylines
        ]
    url = f"{settings.SITE_URL}/source/{page.source_slug}/"
    return [{"@type": "Organization", "name": page.source, "url": url}]


def news_article(page: ArticlePage) -> SafeString:
    """The article as one JSON object, safe inside a script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": {"analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle"}.get(
            page.model.kind, "NewsArticle"
        ),
        "headline": page.headline,
        **({"alternativeHeadline": page.search_title} if page.search_title else {}),
        "description": page.description,
        "url": page.own_url,
        "mainEntityOfPage": page.canonical,
        "datePublished": timezone.localtime(page.published).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(page.updated).isoformat(timespec="seconds"),
        "articleSection": page.section.name,
        "inLanguage": page.language,
        "isAccessibleForFree": True,
        "author": _authors(page),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": f"{settings.SITE_URL}/",
        },
    }
    if page.picture and not page.is_sensitive:
        data["image"] = [f"{settings.SITE_URL}{url}" for url in page.picture.shared_urls]
    if page.tags:
        data["keywords"] = [tag["name"] for tag in page.tags]
    if page.corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": note.note,
                "datePublished": note.at.isoformat(timespec="seconds"),
            }
            for note in page.corrections
        ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 — escaped above
