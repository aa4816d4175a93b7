"""Taking a form that was sent, or showing it again with the text kept and the reason beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from articles.talk.access import access_of
from comments import editing, following, guests, pacing, posting, proving, quoting
from comments.forms import CommentForm, EditForm, GuestForm
from comments.models import Comment
from comments.refusals import Closed, TooSoon
from comments.rendering import rendered
from common.nudging import nudge
from moderation.errors import NotAllowed, Refused

UNPROCESSABLE, TOO_MANY, FORBIDDEN = 422, 429, 403


def answer(
    request: HttpRequest, article: Article, parent: Comment | None = None, editing_of: Comment | None = None
) -> HttpResponse:
    """Store what was sent and lead to it; else the form again, with the error at its field."""
    form = form_of(request, editing_of, article)
    if "preview" in request.POST:
        return _previewed(request, article, form, parent, editing_of)
    if isinstance(form, GuestForm):
        return _kept(request, article, form, parent)
    if not isinstance(request.user, User):
        return page(request, article, form, parent, editing_of, status=FORBIDDEN, notice=signed_out())
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            return _stored(request.user, pacing.block_of(request), article, form, parent, editing_of)
        except Refused as refusal:
            form.add_error("text", str(refusal))
            status = _status(refusal)
            wait = refusal.seconds if isinstance(refusal, TooSoon) else 0
            return page(request, article, form, parent, editing_of, status=status, wait=wait)
    return page(request, article, form, parent, editing_of, status=status)


def form_of(request: HttpRequest, editing_of: Comment | None, article: Article | None = None) -> CommentForm:
    """The form that was sent; that of a guest where the article takes them."""
    if editing_of is None and article is not None and is_guest(request, article):
        return GuestForm(request.POST)
    return EditForm(request.POST) if editing_of else CommentForm(request.POST)


def page(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    parent: Comment | None = None,
    editing_of: Comment | None = None,
    *,
    status: int = 200,
    notice: str = "",
    wait: int = 0,
    preview: str = "",
    choosing: bool = False,
) -> HttpResponse:
    """The page of a form alone: the article, the comment that is answered, the form. A script gets the form without a page."""
    if parent is not None:
        form.fields["text"].label = _("Your reply")
    if form.is_bound:  # shown again: the field with the error is where one goes on
        wrong = [name for name in form.fields if name in form.errors and not form[name].is_hidden]
        form.fields[(wrong or ["text"])[0]].widget.attrs["autofocus"] = True
    context = {
        "article": article,
        "comment_form": form,
        "parent": parent,
        "editing": editing_of,
        "notice": notice,
        "preview": preview,
        "paragraphs": [] if parent or editing_of else quoting.quotable(article),
        "is_choosing": choosing,
        "is_reviewed": access_of(article).is_reviewed,
    }
    template = "comments/write.html#form" if is_part(request) else "comments/write.html"
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def is_guest(request: HttpRequest, article: Article) -> bool:
    """Whether who asks has no account and may write all the same."""
    return not request.user.is_authenticated and guests.are_welcome(article)


def _kept(request: HttpRequest, article: Article, form: GuestForm, parent: Comment | None) -> HttpResponse:
    """Keep a guest's text until the address is confirmed, and say so; else the form again."""
    status = UNPROCESSABLE
    if form.is_valid():
        sent = form.cleaned_data
        written = guests.Written(
            sent["name"], sent["email"], sent["text"], sent["submission"], form.suspicions()
        )
        try:
            text = guests.take(article, written, parent, block=pacing.block_of(request))
        except Refused as refusal:
            form.add_error("text", str(refusal))
            wait = refusal.seconds if isinstance(refusal, TooSoon) else 0
            return page(request, article, form, parent, status=_status(refusal), wait=wait)
        nudge()
        response = render(request, "comments/kept_for_guest.html", {"article": article, "text": text})
        response.set_cookie("comment_sent", str(sent["submission"]), max_age=120, samesite="Lax")
        return response
    return page(request, article, form, parent, status=status)


def is_part(request: HttpRequest) -> bool:
    """Whether a script on the page asks for what it puts in there."""
    return "HX-Request" in request.headers


def _previewed(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    parent: Comment | None,
    editing_of: Comment | None,
) -> HttpResponse:
    """How the text would look; nothing is stored, and nothing counts. What is wrong with it stands at the field."""
    shown = mark_safe(rendered(form.cleaned_data["text"])) if form.is_valid() else ""  # noqa: S308 — sanitised
    if is_part(request):
        context = {"preview": shown, "error": " ".join(str(words) for words in form.errors.get("text") or [])}
        return render(request, "comments/_preview.html", context)
    return page(request, article, form, parent, editing_of, preview=shown)


def signed_out() -> str:
    """For who sends a form without being signed in (any more)."""
    return _(
        "You are not signed in. Sign in in another tab, then send your text from here: it is kept below."
    )


def _stored(
    author: User,
    block: str,
    article: Article,
    form: CommentForm,
    parent: Comment | None,
    editing_of: Comment | None,
) -> HttpResponse:
    sent = form.cleaned_data
    if editing_of is not None:
        comment = editing.edit(editing_of, sent["text"], by=author, version=sent["version"])
    else:
        now = timezone.now()
        comment = posting.post(
            article,
            author,
            sent["text"],
            parent,
            submission=sent["submission"],
            suspicions=[*form.suspicions(), *pacing.newcomers_links(author, rendered(sent["text"]), now)],
            block=block,
        )
        if pacing.is_newcomer(author, now):
            proving.note_newcomer()
        if sent["follow"]:
            following.follow(author, article)
    nudge()
    response = redirect("comments:show", comment.pk)
    # Read by the script that keeps drafts: this one is no longer needed.
    response.set_cookie("comment_sent", str(sent["submission"]), max_age=120, samesite="Lax")
    return response


def _status(refusal: Refused) -> int:
    if isinstance(refusal, TooSoon):
        return TOO_MANY
    return FORBIDDEN if isinstance(refusal, NotAllowed) and not isinstance(refusal, Closed) else UNPROCESSABLE
