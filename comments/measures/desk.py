"""Measures at the desk: the list of all, and the page of one person who comments."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from accounts.people import person_of
from comments.measures import reaching, taking
from comments.measures.author import Author
from comments.measures.forms import ChangeForm, MeasureForm
from comments.models import Comment, Measure
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Conflict, Refused

PAGE = "admin:comments_measure_author"


class HoldsFilter(admin.SimpleListFilter):
    """What holds now, and what is over."""

    title = gettext_lazy("state")
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", _("Holds now")), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        holding = Measure.objects.in_force(timezone.now()).values("pk")
        match self.value():
            case "now":
                return queryset.filter(pk__in=holding)
            case "over":
                return queryset.exclude(pk__in=holding)
        return queryset


@admin.register(Measure)
class MeasureAdmin(ModelAdmin):
    """Every measure, to look things up in; each leads to the page of its person, where all is done."""

    list_display = ("what", "who", "section", "reason", "taken_at", "until", "shown_state")
    list_display_links = None
    list_filter = (HoldsFilter, "kind")
    list_select_related = ("person",)
    search_fields = ("person__display_name", "words")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        return Measure.objects.exclude(state=Measure.State.PROPOSED)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("author/<int:person_id>/", wrap(author), name="comments_measure_author"),
            path("author/<int:person_id>/<int:measure_id>/", wrap(change), name="comments_measure_amend"),
        ]
        return [*own, *(url for url in super().get_urls() if url.name == "comments_measure_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Measure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Measure | None = None) -> bool:
        return False

    @display(description=gettext_lazy("measure"), ordering="kind")  # type: ignore[untyped-decorator]  # unfold ships no types
    def what(self, measure: Measure) -> str:
        return str(measure.get_kind_display())

    @display(description=gettext_lazy("person"), ordering="person__display_name")  # type: ignore[untyped-decorator]
    def who(self, measure: Measure) -> str:
        return format_html('<a href="{}">{}</a>', reverse(PAGE, args=[measure.person_id]), measure.person)

    @display(description=gettext_lazy("reason"))  # type: ignore[untyped-decorator]
    def reason(self, measure: Measure) -> str:
        return measure.words[:120]

    @display(description=gettext_lazy("state"))  # type: ignore[untyped-decorator]
    def shown_state(self, measure: Measure) -> str:
        if measure.state == Measure.State.IN_FORCE and measure.is_over:
            return _("Run out")
        return str(measure.get_state_display())


def author(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page of somebody who comments; sending its form takes a measure."""
    them, by = _them(request, person_id), person_of(request)
    comment = _comment(request, them)
    if request.method != "POST":
        return _page(request, them, MeasureForm(by, initial=_initial(them)), comment)
    form = MeasureForm(by, request.POST)
    if not form.is_valid():
        return _page(request, them, form, comment, status=422)
    try:
        taking.take(them, form.order(comment), by=by, seen=form.cleaned_data["seen"])
    except Refused as refusal:
        # What somebody else decided is on the page now; sent again, the form goes on from there.
        again = MeasureForm(by, _seen_anew(request, them))
        return _page(request, them, again, comment, refusal=refusal)
    messages.success(request, _("Recorded. The person is told in half a minute, unless you lift it at once."))
    nudge()
    return redirect(PAGE, them.pk)


def change(request: HttpRequest, person_id: int, measure_id: int) -> HttpResponse:
    """Let a measure last another time, or lift it."""
    them, by = _them(request, person_id), person_of(request)
    if request.method != "POST":
        return redirect(PAGE, them.pk)
    measure = get_object_or_404(Measure, pk=measure_id, person=them)
    form = ChangeForm(measure, request.POST)
    if not form.is_valid():
        return _page(request, them, MeasureForm(by, initial=_initial(them)), None, status=422, refused=form)
    given = form.cleaned_data
    try:
        if request.POST.get("act") == "lift":
            taking.lift(measure, words=given["words"], by=by, version=given["version"])
        else:
            taking.change(
                measure, words=given["words"], lasts=given["lasts"], by=by, version=given["version"]
            )
    except Refused as refusal:
        return _page(request, them, MeasureForm(by, initial=_initial(them)), None, refusal=refusal)
    messages.success(request, _("Recorded."))
    nudge()
    return redirect(PAGE, them.pk)


def _them(request: HttpRequest, person_id: int) -> User:
    if not request.user.has_perm(reaching.LOOK):
        raise PermissionDenied
    return get_object_or_404(User, pk=person_id)


def _comment(request: HttpRequest, them: User) -> Comment | None:
    """What the measure is because of: the comment from whose card the moderator came."""
    key = key_in(request.GET.get("comment", ""))
    found = Comment.objects.select_related("article__section").filter(author=them, deleted_at=None)
    comment = found.filter(pk=key).first() if key else None
    return comment if comment and request.user.has_perm("comments.view_comment", comment) else None


def _initial(them: User) -> dict[str, Any]:
    newest = taking.newest_on(them)
    return {"seen": newest.pk if newest else 0, "lasts": "168"}


def _seen_anew(request: HttpRequest, them: User) -> Any:
    data = request.POST.copy()
    data["take-seen"] = str(_initial(them)["seen"])
    return data


def _page(
    request: HttpRequest,
    them: User,
    form: MeasureForm,
    comment: Comment | None,
    *,
    status: int = 200,
    refusal: Refused | None = None,
    refused: ChangeForm | None = None,
) -> HttpResponse:
    if refusal is not None:
        status = 409 if isinstance(refusal, Conflict) else 403
    context = {
        **admin.site.each_context(request),
        "title": str(them),
        "author": Author(them, person_of(request), timezone.now(), refused),
        "form": form,
        "comment": comment,
        "refusal": refusal,
        "is_conflict": isinstance(refusal, Conflict),
    }
    return render(request, "comments/author.html", context, status=status)
