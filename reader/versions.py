"""The published versions of an article: what readers could read when, and what changed from one to the next."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.addresses import led_to
from articles.aligning import Purse
from articles.comparing import compare_values
from articles.digest import LATER, PRINTED
from articles.models import Article, Revision
from articles.saving import printed
from common.limits import Limit, take
from reader.errors import gone
from reader.page_cache import public_page

# What a stranger's comparison may cost: a fifth of what the desk's may. Its page is stored for all.
PURSE = 600_000
COMPARISONS = Limit("versions-compared", 60, 600)
_SHOWN = {"headline", "standfirst", "dateline_place", "dateline_date", "credit", "lead_image", "body"}


@dataclass(frozen=True, slots=True)
class Version:
    """One publication; the first is number 1."""

    number: int
    revision: Revision

    @property
    def is_first(self) -> bool:
        return self.number == 1


def versions_of(article: Article, *, with_text: bool) -> list[Version]:
    """Every text that was live, the first one first. One query."""
    rows = article.revisions.filter(published_at__isnull=False).order_by("published_at", "id")
    rows = rows if with_text else rows.defer("body")
    return [Version(number, revision) for number, revision in enumerate(rows, start=1)]


def versions(request: HttpRequest, section: str, slug: str, **day: str) -> HttpResponse:
    """When the article was published and changed, and what readers were told of it."""
    found = _find(request, section, slug, "versions/")
    if isinstance(found, HttpResponse):
        return found
    shown = versions_of(found, with_text=False)[::-1]
    context = {"article": found, "versions": shown, "url": found.get_absolute_url()}
    return _stored(render(request, "reader/versions.html", context), found)


def compared(
    request: HttpRequest, section: str, slug: str, before: int, after: int, **day: str
) -> HttpResponse:
    """What changed between two published versions, word by word."""
    found = _find(request, section, slug, f"versions/{before}/{after}/")
    if isinstance(found, HttpResponse):
        return found
    known = {version.number: version for version in versions_of(found, with_text=False)}
    if before >= after or before not in known or after not in known:
        raise Http404
    if take(f"from:{get_adapter().get_client_ip(request)}", COMPARISONS):
        return render(request, "429.html", status=429)
    texts = [printed(known[number].revision) for number in (before, after)]  # the two bodies are read now
    fields = [field for field in compare_values(*texts, purse=Purse(PURSE)) if field.name in _SHOWN]
    context = {
        "article": found,
        "before": known[before],
        "after": known[after],
        "fields": fields,
        "url": found.get_absolute_url(),
    }
    return _stored(render(request, "reader/versions_compared.html", context), found)


def history(request: HttpRequest, section: str, slug: str, **day: str) -> HttpResponse:
    """The same for machines: each version with its text and the sha256 by which the house vouches for it."""
    found = _find(request, section, slug, "history.json")
    if isinstance(found, HttpResponse):
        return found
    if not found.is_syndicable:
        return JsonResponse(
            {"error": _("The owner of this article does not allow passing it on.")}, status=403
        )
    body = {
        "article": f"{settings.SITE_URL}{found.get_absolute_url()}",
        "how_to_verify": "sha256 of `values` as compact UTF-8 JSON, without spaces and without \\u escapes",
        "versions": [_row(version) for version in versions_of(found, with_text=True)],
    }
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    answer.headers["X-Robots-Tag"] = "noindex"
    return _stored(answer, found)


def _row(version: Version) -> dict[str, Any]:
    revision = version.revision
    text = printed(revision)
    names = [name for name in PRINTED if name not in LATER or text.get(name)]
    assert revision.published_at is not None  # noqa: S101 — versions_of asks for it
    return {
        "number": version.number,
        "published": timezone.localtime(revision.published_at).isoformat(timespec="seconds"),
        "change": revision.change,
        "note": revision.change_note,
        "sha256": revision.digest,
        "fields": names,
        "values": [text[name] for name in names],
    }


def _find(request: HttpRequest, section: str, slug: str, rest: str) -> Article | HttpResponse:
    """The published article; 410 where it is withdrawn, 301 from an address that it once had. Raises Http404."""
    articles = Article.objects.select_related("section", "source").filter(live__isnull=False)
    found: Article | None = articles.filter(section__slug=section, slug=slug).first()
    here = request.path.removesuffix(rest)
    if found is None or found.get_absolute_url() != here:
        found = led_to(here) or found
        if found is None:
            raise Http404
        if found.withdrawn_at is None:
            return HttpResponsePermanentRedirect(f"{found.get_absolute_url()}{rest}")
    if found.withdrawn_at is not None:
        return public_page(gone(request, found), {f"article:{found.pk}"})
    return found


def _stored(response: HttpResponse, article: Article) -> HttpResponse:
    return public_page(response, {f"article:{article.pk}"})
