"""The desk's own pages: a new article, writing and deciding, the preview, the comparison."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles import drafting
from articles.admin.answering import page_as_json, wants_json
from articles.admin.desk_page import DeskPage
from articles.admin.new_form import NewForm
from articles.admin.reading import find, person_of, text_of
from articles.comparing import compare
from articles.models import Article, Revision
from common.nudging import nudge
from moderation.errors import Refused

READ = "articles.view_revision"
EDIT_PAGE = "admin:articles_article_change"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an article: a headline and a place."""
    person = person_of(request)
    if not person.has_perm("articles.write_revision"):
        raise PermissionDenied
    form = NewForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafting.create_draft(body="", by=person, **form.cleaned_data)
            return redirect(EDIT_PAGE, draft.article_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "articles/new.html", {"form": form, "title": _("New article")})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, object_id: str) -> HttpResponse:
    """Write the working text, file the article, take the next step."""
    article = find(request, object_id, READ)
    data = request.POST if request.method == "POST" else None
    page = DeskPage(article, person_of(request), data, request.FILES)
    if data is not None:
        said = page.act()
        if said:
            nudge()
        if wants_json(request):
            return page_as_json(page, said)
        if said:
            messages.success(request, said)
            return redirect(EDIT_PAGE, article.pk)
    elif "copy" in request.GET:
        page.restore(request.GET["copy"])
    return _page(request, "articles/desk.html", page.context(), status=409 if page.conflict else 200)


@require_GET
def comparison(request: HttpRequest, object_id: str) -> HttpResponse:
    """Two texts of the article: ``?before=`` and ``?after=``, or the live one and the one that is worked on."""
    article = find(request, object_id, READ)
    after = _chosen(request, article, "after") or text_of(article)
    before = _chosen(request, article, "before") or _one_before(after)
    context = {"article": article, "before": before, "after": after, "revisions": article.revisions.all()}
    fields = compare(before, after) if before else []
    return _page(
        request, "articles/comparison.html", {**context, "fields": fields, "title": _("What changed")}
    )


def clock(instant: datetime) -> SafeString:
    """An instant in the site's zone, exact for machines."""
    local = timezone.localtime(instant)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "DATETIME_FORMAT")
    )


def _chosen(request: HttpRequest, article: Article, name: str) -> Revision | None:
    """The article's text that the address names. Raises Http404 for another article's."""
    key = request.GET.get(name, "")
    if not key:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(
        Revision.objects.select_related("lead_image", "article"), pk=key, article=article
    )


def _one_before(text: Revision) -> Revision | None:
    return Revision.objects.filter(article=text.article_id, pk__lt=text.pk).order_by("-pk").first()


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    request.current_app = admin.site.name  # as the admin's own views do
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
