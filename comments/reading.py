"""The pages on which a talk is read: in any order, one branch of it, one comment in its context; and what is new."""

import hashlib

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import paths, queries
from comments.marking import marks_of
from comments.models import Comment
from comments.queries import Thread
from comments.sorting import mark_in, sort_of

NEWS_SECONDS = 15  # so long browsers and caches between may answer for us that nothing is new
SWAPPED = "HX-Request"  # htmx asks for the part of a page that it puts in


def talk(request: HttpRequest, article: Article) -> HttpResponse:
    """A page of the thread in the order that the address names; 404 for an order or a place that there is not."""
    sort = sort_of(request.GET.get("sort", ""))
    place = request.GET.get("from", "")
    mark = mark_in(place, sort) if sort and place else None
    if sort is None or (place and mark is None):
        raise Http404
    thread = queries.thread(article, request.user, sort, mark)
    part = "comments/_entries.html" if mark else "comments/thread.html"
    return _page(request, article, thread, "comments/talk.html", part, _("The whole thread"))


@require_safe
def branch(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One branch of the thread, from a place on; for htmx only what comes there."""
    head = said(comment_id)
    after = request.GET.get("after", "")
    if head.root_id is not None or not head.is_listed or not paths.is_path(after):
        raise Http404
    thread = queries.branch(head.article, request.user, head, after)
    title = _("Replies to %(name)s") % {"name": head.author} if head.is_visible else _("Replies")
    return _page(request, head.article, thread, "comments/branch.html", "comments/_replies.html", title)


@require_safe
def show(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A comment in its context, marked; to who may not see it, the thread."""
    comment = said(comment_id)
    is_own = comment.author_id == request.user.pk and comment.deleted_at is None
    if not comment.is_listed and not is_own:
        return HttpResponseRedirect(f"{comment.article.get_absolute_url()}#comments")
    thread = queries.surroundings(comment, request.user)
    return _page(request, comment.article, thread, "comments/show.html", "", _("A comment in its thread"))


@require_safe
def news(request: HttpRequest, article_id: int) -> HttpResponse:
    """How many comments can be read now: the same for everybody, and cheap to ask again and again."""
    counted = Article.objects.published().filter(pk=article_id).values_list("comment_count", flat=True)
    count = counted.first()
    if count is None:
        raise Http404
    etag = f'"{hashlib.sha256(f"{article_id}:{count}".encode()).hexdigest()[:16]}"'
    known = request.headers.get("If-None-Match", "")
    response: HttpResponse = HttpResponseNotModified() if etag in known else JsonResponse({"count": count})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = (
        f"public, max-age={NEWS_SECONDS}, stale-while-revalidate={NEWS_SECONDS}"
    )
    return response


def said(comment_id: int) -> Comment:
    """The comment under a published article; 404 for any other. Who may see it is for the caller to ask."""
    comments = Comment.objects.select_related("author", "article__section", "article__live").defer(
        "article__live__body", "text"
    )
    return get_object_or_404(comments, pk=comment_id, article__live__isnull=False, article__withdrawn_at=None)


def _page(
    request: HttpRequest, article: Article, thread: Thread, template: str, part: str, title: str
) -> HttpResponse:
    """The page, or its part for htmx."""
    if part and SWAPPED in request.headers:
        template = part
    marks = marks_of(request.user, article.pk)
    context = {"article": article, "thread": thread, "heading": title, "marks": marks}
    response = render(request, template, context)
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, [SWAPPED])
    return response
