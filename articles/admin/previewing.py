"""The preview: the saved text in six views by links, and the text as it is being typed beside the editing page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from articles import staging
from articles.admin.history import chosen
from articles.admin.reading import find, text_of
from articles.admin.typed import typed
from articles.models import Article, Image, Revision
from articles.saving import fields_of
from articles.staging import Choice, Sheet
from common.keys import key_in

READ = "articles.view_revision"
EDIT_PAGE = "admin:articles_article_change"
PREVIEW = "admin:articles_article_preview"


@require_GET
@xframe_options_sameorigin
def preview(request: HttpRequest, object_id: str) -> HttpResponse:
    """A saved text as readers would see it: ``?text=`` another revision, ``?saved=`` an earlier save, ``?view=`` how."""
    article = find(request, object_id, READ)
    text = _text(request, article)
    view = _view(request.GET.get("view", ""))
    if "frame" in request.GET:
        return staging.draw(request, Sheet(article, text, view))
    choices = _choices(request, article, view)
    back = reverse(EDIT_PAGE, args=[article.pk])
    if view in ("tablet", "phone"):
        frame = f"{request.path}?{_query(request, view)}&frame=1"
        context = {"article": article, "text": text, "choices": choices, "view": view, "frame": frame}
        return render(request, "articles/preview_stage.html", {**context, "back": back})
    return staging.draw(request, Sheet(article, text, view, choices, back))


@require_POST
@xframe_options_sameorigin
def live(request: HttpRequest, object_id: str) -> HttpResponse:
    """The text as it stands in the form that was sent. Nothing is stored."""
    article = find(request, object_id, READ)
    text = typed(text_of(article), request.POST)
    return staging.draw(request, Sheet(article, text, _view(request.POST.get("view", ""))))


def _view(name: str) -> str:
    return name if staging.is_view(name) else "desktop"


def _text(request: HttpRequest, article: Article) -> Revision:
    """The text that the address names, else the one that is worked on. Raises Http404 for another article's."""
    if saved := chosen(article, request.GET.get("saved", "")):
        fields = fields_of(saved.text)
        picture = Image.objects.filter(pk=fields.pop("lead_image_id", None)).first()
        text = Revision(article=article, state=saved.revision.state, lead_image=picture, **fields)
        text.changed_at = saved.saved_at
        return text
    key = request.GET.get("text", "")
    if not key:
        return text_of(article)
    if key_in(key) is None:
        raise Http404
    return get_object_or_404(
        Revision.objects.select_related("lead_image", "article"), pk=key, article=article
    )


def _choices(request: HttpRequest, article: Article, view: str) -> list[Choice]:
    address = reverse(PREVIEW, args=[article.pk])
    return [
        Choice(str(label), f"{address}?{_query(request, name)}", name == view)
        for name, label in staging.VIEWS.items()
    ]


def _query(request: HttpRequest, view: str) -> str:
    query = request.GET.copy()
    query.pop("frame", None)
    query["view"] = view
    return query.urlencode()
