"""A comment whose form was open too long: its token is refused, its text must not be lost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from comments import views, writing

FOREIGN = (
    "Origin checking",
    "Referer checking",
)  # how Django's reasons begin for forms that other sites sent
FORMS = ("talk", "reply", "edit")


def comment_again(request: HttpRequest, reason: str) -> HttpResponse | None:
    """The form with its text and a fresh token, to be sent once more; None for what is no comment of our own page."""
    if reason.startswith(FOREIGN) or not request.POST.get("text", "").strip():
        return None
    try:
        found = resolve(request.path_info)
        if found.app_name != "comments" or found.url_name not in FORMS:
            return None
        return _form(request, found.url_name, found.kwargs)
    except (Resolver404, Http404):
        return None


def _form(request: HttpRequest, name: str, numbers: dict[str, int]) -> HttpResponse:
    comment = None if name == "talk" else views.said(numbers["comment_id"])
    article = comment.article if comment else views.discussed(numbers["article_id"])
    notice = _("The page was open too long to be sent. Your text is kept: look at it and send it again.")
    parent = comment if name == "reply" and comment is not None and comment.is_visible else None
    edited = comment if name == "edit" else None
    form = writing.form_of(request, edited, article)
    if not request.user.is_authenticated and not writing.is_guest(request, article):
        notice = writing.signed_out()
    return writing.page(request, article, form, parent, edited, status=writing.FORBIDDEN, notice=notice)
