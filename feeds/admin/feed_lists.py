"""Whole lists of feeds (OPML): shown before anything is added, and given out."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from articles.admin.pages import page
from articles.admin.reading import person_of
from articles.models import Section
from common.nudging import nudge
from feeds.admin.feed_adding import MAY_ADD, AddPage
from feeds.admin.feed_filters import folders
from feeds.admin.feed_form import sections_for
from feeds.models import Feed
from feeds.parsing.links import canonical
from feeds.subscribing import listing, opml
from feeds.subscribing.opml import Outline
from moderation.reach import sections_of

# A form has at most a thousand fields; what is left is offered when the list is given again.
MOST_AT_ONCE = 800


class ListForm(forms.Form):
    """The file, or what was ticked of it."""

    opml = forms.FileField(
        label=gettext_lazy("List of feeds (OPML)"),
        required=False,
        help_text=gettext_lazy(
            "As other feed readers give it out. You see what is in it before anything is added."
        ),
    )
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=gettext_lazy("Section for their items"),
        required=False,
        empty_label=gettext_lazy("The desk gives each item one"),
    )

    def __init__(self, request: HttpRequest, person: User) -> None:
        super().__init__(request.POST, request.FILES)
        self.fields["section"].queryset = sections_for(person)  # type: ignore[attr-defined]
        # Who looks after some sections cannot give feeds to all of them.
        self.is_bound_to_sections = sections_of(person, frozenset({MAY_ADD})) is not None

    def clean_opml(self) -> tuple[list[Outline], list[str]] | None:
        file = self.cleaned_data["opml"]
        if file is None:
            return None
        try:
            return opml.read(file.read(opml.MOST_BYTES + 1))
        except opml.NoList as trouble:
            raise ValidationError(str(trouble)) from trouble


class ListPage:
    """One list, from the file on."""

    def __init__(self, request: HttpRequest) -> None:
        self.person = person_of(request)
        self.form = ListForm(request, self.person)
        self.ticked = request.POST.getlist("take")
        self.is_sent = "sent" in request.POST
        self.new: list[Outline] = []
        self.known = 0
        self.left_out: list[str] = []
        self.later = 0

    def act(self) -> listing.Taken | None:
        """Add what was ticked; None where the page is shown."""
        is_valid = self.form.is_valid()
        self._show()
        if not self.is_sent or not is_valid:
            return None
        section = self.form.cleaned_data["section"]
        if section is None and self.form.is_bound_to_sections:
            self.form.add_error("section", _("Choose one of your sections."))
            return None
        return listing.take(self.new, section=section)

    def _show(self) -> None:
        read = self.form.cleaned_data.get("opml")
        outlines, self.left_out = read if read else (_outlines(self.ticked), [])
        there = {canonical(url) for url in Feed.objects.values_list("url", flat=True)}
        new = [one for one in outlines if canonical(one.url) not in there]
        self.known, self.new = len(outlines) - len(new), new[:MOST_AT_ONCE]
        self.later = len(new) - len(self.new)

    @property
    def by_folder(self) -> list[tuple[str, list[tuple[Outline, str]]]]:
        """The new feeds with what each tick sends."""
        found: dict[str, list[tuple[Outline, str]]] = {}
        for one in self.new:
            sent = json.dumps([one.url, one.title, one.home_url, one.folder], ensure_ascii=False)
            found.setdefault(one.folder, []).append((one, sent))
        return sorted(found.items())


def _outlines(ticked: list[str]) -> list[Outline]:
    """What the ticks say; one that was tampered with is left out, and addresses are checked where they are added."""
    found: list[Outline] = []
    for text in ticked:
        try:
            url, title, home, folder = json.loads(text)
        except (ValueError, TypeError):
            continue
        found.append(Outline(str(url), str(title)[:300], str(home)[:1000], str(folder)[:100]))
    return found


@require_POST
def list_page(request: HttpRequest) -> HttpResponse:
    """Show what a list would add, with ticks; then add what was ticked."""
    if not person_of(request).has_perm(MAY_ADD):
        raise PermissionDenied
    view = ListPage(request)
    taken = view.act()
    if taken is not None:
        _tell(request, taken)
        return redirect("admin:feeds_feed_changelist")
    context: dict[str, Any] = {"title": _("Add feeds"), "form": view.form, "folders": folders()}
    if not view.is_sent and (view.form.errors or not view.form.cleaned_data.get("opml")):
        trouble = view.form.errors.get("opml") or [_("Choose a file.")]
        return page(
            request,
            "feeds/add.html",
            {**context, "view": AddPage(request, is_blank=True), "list_trouble": trouble},
        )
    return page(request, "feeds/add_list.html", {**context, "view": view})


def _tell(request: HttpRequest, taken: listing.Taken) -> None:
    nudge()
    number = len(taken.new)
    words = ngettext(
        "%(count)s feed is added and polled now.", "%(count)s feeds are added and polled now.", number
    )
    messages.success(request, words % {"count": number})
    for why_not in taken.left_out[:5]:
        messages.warning(request, why_not)


def download(request: HttpRequest) -> HttpResponse:
    """All feeds of the web as a list that other readers take in."""
    if not person_of(request).has_perm("feeds.view_feed"):
        raise PermissionDenied
    answer = HttpResponse(listing.everything(), content_type="text/x-opml; charset=utf-8")
    name = f"feeds-{timezone.localdate():%Y-%m-%d}.opml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
