"""The pages of a talk: the rest of a long one, and a page for every act, so that all of it works without JavaScript."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments import deleting, editing, quoting, reading, writing
from comments.forms import CommentForm, EditForm, GuestForm
from comments.models import Comment
from common.nudging import nudge

READ_OR_SEND = ("GET", "HEAD", "POST")


def discussed(article_id: int) -> Article:
    """The published article; 404 for any other."""
    articles = Article.objects.published().select_related("section", "live").defer("live__body")
    return get_object_or_404(articles, pk=article_id)


def said(comment_id: int) -> Comment:
    """The comment under a published article; 404 for any other. Who may see it is for the caller to ask."""
    comments = Comment.objects.select_related("author", "parent")
    comment = get_object_or_404(comments, pk=comment_id)
    comment.article = discussed(comment.article_id)
    return comment


@require_http_methods(READ_OR_SEND)
def talk(request: HttpRequest, article_id: int) -> HttpResponse:
    """A page of the thread, anybody's to read; sending the form is for who is signed in."""
    article = discussed(article_id)
    if request.method == "POST":
        return writing.answer(request, article)
    return reading.talk(request, article)


@require_http_methods(READ_OR_SEND)
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Answer a comment: a page that shows it above the form."""
    parent = said(comment_id)
    if request.method == "POST":
        return writing.answer(request, parent.article, parent)
    if not request.user.is_authenticated and not writing.is_guest(request, parent.article):
        return redirect_to_login(request.get_full_path())
    if not parent.is_visible:
        raise Http404
    quote = quoting.of_comment(parent) if "quote" in request.GET else ""
    # A page may hold the forms of several replies at once.
    kind = CommentForm if request.user.is_authenticated else GuestForm
    form = kind(initial={"text": quote}, auto_id=f"reply-{parent.pk}-%s")
    return writing.page(request, parent.article, form, parent)


@require_http_methods(READ_OR_SEND)
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Mend one's own words while there is time."""
    comment = said(comment_id)
    if request.method == "POST":
        return writing.answer(request, comment.article, None, comment)
    if not editing.is_editable(comment, request.user, timezone.now()):
        return redirect("comments:show", comment.pk)
    form = EditForm(initial={"text": comment.text, "version": comment.version})
    return writing.page(request, comment.article, form, None, comment)


@login_required
@require_http_methods(READ_OR_SEND)
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask once, then delete one's own comment."""
    comment = said(comment_id)
    if comment.author_id != request.user.pk or comment.deleted_at is not None:
        raise Http404
    if request.method != "POST":
        return render(request, "comments/delete.html", {"article": comment.article, "comment": comment})
    deleting.delete(comment, by=comment.author)
    nudge()
    return HttpResponseRedirect(f"{comment.article.get_absolute_url()}#comments")
