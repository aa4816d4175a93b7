"""Adding a feed: any address of a site, then what was found there with what it would import, then the feed."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.admin.fields import LineField
from articles.admin.pages import page
from articles.admin.reading import person_of
from articles.models import Section, Source
from common.nudging import nudge
from feeds.admin.feed_filters import folders
from feeds.admin.feed_form import checked_address, sections_for
from feeds.models.feed import FOLDER
from feeds.subscribing.adding import Added, add, feed_at
from feeds.subscribing.discovery import Found, discover
from feeds.subscribing.opml import Outline
from feeds.subscribing.previewing import Shown, shown
from moderation.reach import sections_of

MAY_ADD = "feeds.add_feed"


class AddressForm(forms.Form):
    """The one thing that a person must know."""

    address = forms.CharField(
        label=gettext_lazy("Address of a site, a page or a feed"),
        max_length=1000,
        help_text=gettext_lazy("paper.example is enough: the feeds that its pages name are looked for."),
        error_messages={"required": gettext_lazy("Enter an address.")},
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        ),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address.startswith(FOLDER):
            return checked_address(address)
        return address


class PlaceForm(forms.Form):
    """Where the feed belongs."""

    chosen = forms.CharField(max_length=4000, required=False)
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Empty: as the feed calls itself."),
    )
    source = forms.ModelChoiceField(
        Source.objects.filter(is_own=False),
        label=gettext_lazy("Source"),
        required=False,
        empty_label=gettext_lazy("The one of the same site, else a new one"),
    )
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=gettext_lazy("Section for its items"),
        required=False,
        empty_label=gettext_lazy("The desk gives each item one"),
    )
    folder = LineField(
        label=gettext_lazy("Folder"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "folders"}),
    )

    def __init__(self, data: Any, person: User) -> None:
        super().__init__(data)
        sections = self.fields["section"]
        sections.queryset = sections_for(person)  # type: ignore[attr-defined]
        # Who looks after some sections cannot give a feed to all of them.
        sections.required = sections_of(person, frozenset({MAY_ADD})) is not None

    def clean_chosen(self) -> Outline:
        try:
            url, title, home = json.loads(self.cleaned_data["chosen"])
            return Outline(str(url), str(title)[:300], str(home)[:1000])
        except (ValueError, TypeError):
            raise ValidationError(_("Choose one of the feeds.")) from None

    def clean(self) -> dict[str, Any]:
        """A watched folder has no site of which a source could be told."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("chosen")
        if chosen is not None and chosen.url.startswith(FOLDER) and not cleaned.get("source"):
            self.add_error("source", _("Say which source puts its files there."))
        return cleaned


class AddPage:
    """One attempt to add a feed, from the address on."""

    def __init__(self, request: HttpRequest, *, is_blank: bool = False) -> None:
        self.person = person_of(request)
        data = request.POST if request.method == "POST" and not is_blank else None
        self.step = data.get("step", "look") if data is not None else ""
        self.address_form = AddressForm(data)
        self.form = PlaceForm(data if self.step == "add" else None, self.person)
        self.found, self.candidates = Found(), list[Shown]()
        self.watched_folder = ""

    def act(self) -> Added | None:
        """Look, or add; None where the page is shown (again)."""
        if self.step == "add" and self.form.is_valid():
            added = self._added()
            if added.feed is not None:
                return added
            self.form.add_error("chosen", added.why_not)
        if self.step and self.address_form.is_valid():
            self._look(self.address_form.cleaned_data["address"])
        return None

    def _look(self, address: str) -> None:
        if address.startswith(FOLDER):
            self.watched_folder = address
            return
        self.found = discover(address)
        self.candidates = shown(self.found.candidates)
        if not self.candidates:
            self.address_form.add_error("address", _(self.found.trouble))

    def _added(self) -> Added:
        said = self.form.cleaned_data
        outline: Outline = said["chosen"]
        if outline.url.startswith(FOLDER):
            try:
                checked_address(outline.url)
            except ValidationError as trouble:
                return Added(why_not=" ".join(trouble.messages))
        if there := feed_at(outline.url):
            return Added(there)  # whoever looks after it says what becomes of it
        wanted = Outline(outline.url, said["title"] or outline.title, outline.home_url, said["folder"])
        return add(wanted, section=said["section"], source=said["source"])

    @property
    def choices(self) -> Sequence[tuple[Shown, str, bool]]:
        """The candidates, each with what its button sends, and whether it is chosen to begin with."""
        new = [one for one in self.candidates if one.there is None]
        chosen = self.form.data.get("chosen", "")
        sent = [_sent(one.outline) for one in self.candidates]
        first = chosen if chosen in sent else (_sent(new[0].outline) if new else "")
        return [(one, value, value == first) for one, value in zip(self.candidates, sent, strict=True)]

    @property
    def has_new(self) -> bool:
        """Whether there is anything to add."""
        return bool(self.watched_folder) or any(one.there is None for one in self.candidates)

    @property
    def sent_folder(self) -> str:
        """What the button for a watched folder sends."""
        return _sent(Outline(self.watched_folder))


def _sent(outline: Outline) -> str:
    return json.dumps([outline.url, outline.title, outline.home_url], ensure_ascii=False)


def add_page(request: HttpRequest) -> HttpResponse:
    """One field first; then what was found; then the feed."""
    if not person_of(request).has_perm(MAY_ADD):
        raise PermissionDenied
    view = AddPage(request)
    added = view.act()
    if added is not None and added.feed is not None:
        nudge()
        words = _("“%(feed)s” is added and polled now.") if added.is_new else _("“%(feed)s” is here already.")
        messages.success(request, words % {"feed": added.feed})
        return redirect("admin:feeds_feed_change", added.feed.pk)
    context = {"title": _("Add feeds"), "view": view, "form": view.form, "folders": folders()}
    return page(request, "feeds/add.html", context)
