"""Possible corrections at the desk: sent on by moderators, answered by editors."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from accounts.people import person_of
from comments.hints import sending
from comments.hints.forms import AnswerForm, SendForm
from comments.models import Comment, CorrectionHint
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Conflict, Refused
from moderation.reach import sections_of
from moderation.recording import history_of

LOOK, ANSWER = "comments.view_correctionhint", "comments.answer_hint"


@admin.register(CorrectionHint)
class HintAdmin(ModelAdmin):
    """The list, open ones first to see by its filter; each on a page of its own."""

    list_display = ("about", "wrong", "state", "created_at", "answered_at")
    list_display_links = None
    list_filter = ("state",)
    list_select_related = ("article__live", "article__section")
    ordering = ("-id",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CorrectionHint]:
        found = CorrectionHint.objects.filter(comment__deleted_at=None)
        sections = sections_of(person_of(request), frozenset({LOOK}))
        return found if sections is None else found.filter(article__section__slug__in=sections)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("send/<int:comment_id>/", wrap(send), name="comments_correctionhint_send"),
            path("<path:object_id>/change/", wrap(hint), name="comments_correctionhint_change"),
        ]
        return [
            *own,
            *(url for url in super().get_urls() if url.name == "comments_correctionhint_changelist"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CorrectionHint | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CorrectionHint | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("article"))
    def about(self, hint: CorrectionHint) -> SafeString:
        live = hint.article.live
        url = reverse("admin:comments_correctionhint_change", args=[hint.pk])
        return format_html(
            '<a class="desk-headline" href="{}">{}</a>', url, live.headline if live else hint.article
        )

    @admin.display(description=gettext_lazy("what seems to be wrong"))
    def wrong(self, hint: CorrectionHint) -> str:
        return hint.words[:120]


def send(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A moderator hands a comment on to the desk."""
    comments = Comment.objects.select_related("author", "article__section", "article__live")
    comment = get_object_or_404(comments, pk=comment_id, deleted_at=None)
    if not request.user.has_perm("comments.approve_comment", comment):
        raise PermissionDenied
    form = SendForm(request.POST if request.method == "POST" else None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            sending.send(comment, by=person_of(request), words=form.cleaned_data["words"])
        except Refused as refused:
            refusal = refused
        else:
            nudge()
            messages.success(request, _("The desk has it. Its author is told what came of it."))
            return redirect("admin:comments_comment_change", comment.pk)
    context = {"comment": comment, "form": form, "refusal": refusal, "article": comment.article}
    return _page(request, "comments/hint_send.html", _("Possible correction"), context)


def hint(request: HttpRequest, object_id: str) -> HttpResponse:
    """One hint beside its comment; sending the form answers it."""
    key, person = key_in(object_id), person_of(request)
    found = CorrectionHint.objects.select_related(
        "comment__author", "article__section", "article__live", "sender", "correction"
    )
    one = found.filter(pk=key, comment__deleted_at=None).first() if key else None
    if one is None:
        raise Http404
    if not person.has_perm(LOOK, one):
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"version": one.version})
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        taken_up, given = request.POST.get("act") == "take_up", form.cleaned_data
        try:
            sending.answer(one, taken_up=taken_up, words=given["words"], by=person, version=given["version"])
        except Refused as refused:
            refusal = refused
            one.refresh_from_db()
        else:
            nudge()
            messages.success(request, _("Answered. Who sent it is told."))
            return redirect("admin:comments_correctionhint_change", one.pk)
    is_open = one.state == CorrectionHint.State.OPEN
    context = {
        "hint": one,
        "article": one.article,
        "form": form,
        "refusal": refusal,
        "may_answer": is_open and person.has_perm(ANSWER, one),
        "decisions": history_of(one),
    }
    return _page(request, "comments/hint_answer.html", _("Possible correction"), context)


def _page(request: HttpRequest, template: str, title: str, more: dict[str, Any]) -> HttpResponse:
    refusal, form = more["refusal"], more["form"]
    status = 422 if form.errors else 200
    if refusal is not None:
        status = 409 if isinstance(refusal, Conflict) else 403
    context = {**admin.site.each_context(request), "title": title, **more}
    return render(request, template, context, status=status)
