"""Every saved text of an article: the list, any two beside each other, and taking one back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles import restoring
from articles.admin.pages import page
from articles.admin.reading import find, person_of, text_of
from articles.checked import checked
from articles.comparing import compare_values
from articles.models import Article, Revision, SavedText
from articles.saved_list import BadMark, saved_page
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Refused

READ = "articles.view_revision"
EDIT_PAGE = "admin:articles_article_change"
REASON_LENGTH = 200


@require_GET
def texts(request: HttpRequest, object_id: str) -> HttpResponse:
    """Who saved what when, newest first; ``?only=named`` leaves those with a reason."""
    article = find(request, object_id, READ)
    named_only = request.GET.get("only") == "named"
    try:
        shown = saved_page(article, request.GET.get("before", ""), named_only=named_only)
    except BadMark:
        raise Http404 from None
    context = {"article": article, "text": text_of(article), "page": shown, "named_only": named_only}
    return page(request, "articles/texts.html", {**context, "title": _("Saved texts")})


@require_GET
def compared(request: HttpRequest, object_id: str) -> HttpResponse:
    """``?from=`` and ``?to=`` beside each other, the older one first; ``?view=side`` in two columns.

    ``?text=`` names a revision: its last saved text beside that of the revision before it.
    """
    article = find(request, object_id, READ)
    text = request.GET.get("text", "")
    after = chosen(article, request.GET.get("to", "")) or _newest(article, text)
    before = chosen(article, request.GET.get("from", "")) or _one_before(after, apart=bool(text))
    if before is not None and _place(before) > _place(after):
        before, after = after, before
    context: dict[str, Any] = {
        "article": article,
        "text": text_of(article),
        "before": before,
        "after": after,
        "fields": compare_values(before.text, after.text) if before else [],
        "side": request.GET.get("view") == "side",
        "title": _("What changed"),
    }
    return page(request, "articles/texts_compared.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, object_id: str, saved_id: int) -> HttpResponse:
    """What taking this text back would change, and doing it."""
    article, person = find(request, object_id, READ), person_of(request)
    saved = chosen(article, str(saved_id))
    if saved is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:REASON_LENGTH]
        try:
            with checked():
                restoring.restore(article, saved, by=person, seen=_seen(request, article), reason=reason)
        except Refused as refused:
            refusal = str(refused)
        else:
            nudge()
            messages.success(request, _("The earlier text is back, as a new save. Nothing was lost."))
            return redirect(EDIT_PAGE, article.pk)
    context = {"article": article, "saved": saved, "refusal": refusal, "title": _("Take this text back?")}
    context |= _against(article, saved)
    return page(request, "articles/texts_restore.html", context, status=409 if refusal else 200)


def chosen(article: Article, key: str) -> SavedText | None:
    """The article's saved text of that key; None without a key. Raises Http404 for another article's."""
    if not key:
        return None
    if key_in(key) is None:
        raise Http404
    saves = SavedText.objects.select_related("revision", "saved_by").defer("revision__body")
    found = saves.filter(pk=key, revision__article=article).first()
    if found is None:
        raise Http404
    return found


def _against(article: Article, saved: SavedText) -> dict[str, Any]:
    text = text_of(article)
    current = text.saves.exclude(origin=SavedText.Origin.RESCUED).order_by("-number").first()
    return {
        "text": text,
        "is_working": text.state in Revision.WORKING,
        "fields": compare_values(current.text, saved.text) if current else [],
    }


def _seen(request: HttpRequest, article: Article) -> tuple[int, int] | None:
    """Key and version of the working text on the page that was sent; None where it showed none. Raises Http404."""
    key, version = (request.POST.get(name, "") for name in ("revision", "version"))
    if not key:
        return None
    if not (key.isdecimal() and version.isdecimal() and len(key) < 18 and len(version) < 10):
        raise Http404
    if not article.revisions.filter(pk=key).exists():
        raise Http404
    return int(key), int(version)


def _newest(article: Article, text: str) -> SavedText:
    saves = SavedText.objects.select_related("revision", "saved_by").filter(revision__article=article)
    if text:
        number = key_in(text)
        if number is None:
            raise Http404
        saves = saves.filter(revision=number).exclude(origin=SavedText.Origin.RESCUED)
    found: SavedText | None = saves.order_by("-revision_id", "-number").first()
    if found is None:
        raise Http404
    return found


def _one_before(saved: SavedText, *, apart: bool) -> SavedText | None:
    """The saved text before this one; ``apart``: the last of the revision before this one's."""
    saves = SavedText.objects.select_related("revision", "saved_by")
    same: SavedText | None = (
        saves.filter(revision=saved.revision_id, number__lt=saved.number).order_by("-number").first()
    )
    if same is not None and not apart:
        return same
    earlier = saves.filter(revision__article=saved.revision.article_id, revision__lt=saved.revision_id)
    return earlier.order_by("-revision_id", "-number").first()


def _place(saved: SavedText) -> tuple[int, int]:
    return saved.revision_id, saved.number
