"""The pages of small acts on a talk: reading what a comment said before, muting its author, following the thread."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.people import person_of
from comments import following, muting, quoting, wordings, writing
from comments.forms import CommentForm, GuestForm
from comments.views import discussed, said


@require_safe
@never_cache
def history(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The changes of a comment, for whoever may read it; its author and moderators see also what never stood in public."""
    comment = said(comment_id)
    sees_all = isinstance(request.user, User) and (
        comment.author_id == request.user.pk or request.user.has_perm("comments.view_comment", comment)
    )
    if comment.deleted_at is not None or not (comment.is_visible or sees_all):
        raise Http404
    found = wordings.changes(comment, sees_all=sees_all)
    context = {"article": comment.article, "comment": comment, "changes": found}
    return render(request, "comments/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mute(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask once, then fold the comments of whoever wrote this one."""
    comment = said(comment_id)
    if not comment.is_visible or comment.author_id == request.user.pk:
        raise Http404
    if request.method != "POST":
        return render(request, "comments/mute.html", {"article": comment.article, "comment": comment})
    muting.mute(person_of(request), comment.author)
    messages.success(request, _("You have muted %(name)s.") % {"name": comment.author})
    return redirect("comments:show", comment.pk)


@require_safe
@never_cache
def write(request: HttpRequest, article_id: int) -> HttpResponse:
    """The form on a page of its own, where a paragraph of the article can be chosen as a quote to begin with."""
    article = discussed(article_id)
    if not request.user.is_authenticated and not writing.is_guest(request, article):
        return redirect_to_login(request.get_full_path())
    chosen = request.GET.get("paragraph", "")
    kind = CommentForm if request.user.is_authenticated else GuestForm
    form = kind(initial={"text": quoting.of_article(article, chosen)})
    return writing.page(request, article, form, choosing=not chosen)


@require_POST
@login_required
def follow(request: HttpRequest, article_id: int) -> HttpResponse:
    """Follow the thread, or stop following it."""
    article = discussed(article_id)
    if request.POST.get("follow") == "no":
        following.unfollow(person_of(request).pk, article.pk)
    else:
        following.follow(person_of(request), article)
    back = {"mine": "/comments/followed/"}.get(request.POST.get("from", ""))
    return HttpResponseRedirect(back or f"{article.get_absolute_url()}#comments")
