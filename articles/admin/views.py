"""The desk's own pages: a new article, writing and deciding."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import drafting
from articles.admin.answering import page_as_json, wants_json
from articles.admin.desk_page import DeskPage
from articles.admin.new_form import NewForm
from articles.admin.pages import page as framed
from articles.admin.reading import find, person_of
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
    return framed(request, "articles/new.html", {"form": form, "title": _("New article")})


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
    return framed(request, "articles/desk.html", page.context(), status=409 if page.conflict else 200)


def clock(instant: datetime) -> SafeString:
    """An instant in the site's zone, exact for machines."""
    local = timezone.localtime(instant)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "DATETIME_FORMAT")
    )
