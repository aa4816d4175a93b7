"""Selections of the list of articles that somebody keeps: shown as tabs above the list, one's own and the desk's."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.admin.pages import for_who_may
from articles.admin.reading import VIEW, person_of
from articles.assigning import ASSIGN
from articles.models import SavedView, Section

LIST = "admin:articles_article_changelist"
MOST = 30  # of one person
KEPT = ("q", "state", "section", "whose", "source", "author", "story", "language", "watch", "o")


class ViewForm(forms.Form):
    """A name, and with a section the whole desk sees it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=gettext_lazy("Show to the desk"),
        required=False,
        empty_label=gettext_lazy("Only me"),
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data)
        self.fields["section"].queryset = open_sections(person, ASSIGN)  # type: ignore[attr-defined]


def views_for(person: User) -> QuerySet[SavedView]:
    """One's own, and those of the desks that the person belongs to."""
    shared = Q(section__in=open_sections(person, VIEW))
    found: QuerySet[SavedView] = SavedView.objects.filter(Q(owner=person) | shared).select_related(
        "owner", "section"
    )
    return found


def selection(query: QueryDict | str) -> str:
    """What is kept of an address: the filters and the words, in one order, so that the same is the same."""
    pairs = parse_qsl(query) if isinstance(query, str) else list(query.items())
    return urlencode(sorted((name, value) for name, value in pairs if name in KEPT and value))[:1000]


@require_POST
@for_who_may(VIEW)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the selection under a name; the same name is the same view."""
    person, query = person_of(request), selection(request.POST.get("query", ""))
    form = ViewForm(person, request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 characters."))
    elif SavedView.objects.filter(owner=person).exclude(name=form.cleaned_data["name"]).count() >= MOST:
        messages.error(request, _("You keep as many views as fit; delete one first."))
    else:
        values = {"query": query, "section": form.cleaned_data["section"]}
        SavedView.objects.update_or_create(owner=person, name=form.cleaned_data["name"], defaults=values)
        messages.success(request, _("The view is kept."))
    return redirect(f"{reverse(LIST)}?{query}")


@require_POST
@for_who_may(VIEW)
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Rename, share or delete a view of one's own."""
    person = person_of(request)
    view = get_object_or_404(views_for(person), pk=key)
    if view.owner_id != person.pk:
        raise PermissionDenied
    form = ViewForm(person, request.POST)
    if "delete" in request.POST:
        view.delete()
        messages.success(request, _("The view is deleted."))
        return redirect(LIST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 characters."))
    elif SavedView.objects.filter(owner=person, name=form.cleaned_data["name"]).exclude(pk=key).exists():
        messages.error(request, _("You have another view of this name."))
    else:
        view.name, view.section = form.cleaned_data["name"], form.cleaned_data["section"]
        view.save(update_fields=["name", "section"])
        messages.success(request, _("The view is kept."))
    return redirect(f"{reverse(LIST)}?{view.query}")
