"""What is done with many feeds at once and needs a word first: a folder, a section."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.fields import LineField
from articles.admin.pages import page
from articles.admin.reading import person_of
from articles.models import Section
from feeds.admin.feed_filters import folders
from feeds.admin.feed_form import sections_for
from feeds.health.repairs import note
from feeds.models import Feed
from moderation.reach import sections_of


class FolderForm(forms.Form):
    folder = LineField(
        label=_("Folder"),
        max_length=100,
        required=False,
        help_text=_("One that is there, or a new one; empty takes them out of their folders."),
        widget=forms.TextInput(attrs={"list": "folders"}),
    )


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(
        Section.objects.none(),
        label=_("Section"),
        required=False,
        empty_label=_("The desk gives each item one"),
        help_text=_("For reports that come from now on; those that are there keep theirs."),
    )


def into_folder(request: HttpRequest, feeds: Sequence[Feed]) -> HttpResponse | None:
    """Ask for the folder, then move them."""
    form = FolderForm(request.POST if "sent" in request.POST else None)
    if not form.is_valid():
        return _ask(request, feeds, form, "into_folder", _("Move to a folder"))
    folder = form.cleaned_data["folder"]
    _set(request, feeds, "folder", folder)
    words = ngettext(
        "%(count)s feed is in “%(folder)s” now.", "%(count)s feeds are in “%(folder)s” now.", len(feeds)
    )
    if not folder:
        words = ngettext(
            "%(count)s feed is in no folder now.", "%(count)s feeds are in no folder now.", len(feeds)
        )
    messages.success(request, words % {"count": len(feeds), "folder": folder})
    return None


def into_section(request: HttpRequest, feeds: Sequence[Feed]) -> HttpResponse | None:
    """Ask for the section, then set it."""
    person = person_of(request)
    form = SectionForm(request.POST if "sent" in request.POST else None)
    form.fields["section"].queryset = sections_for(person)  # type: ignore[attr-defined]
    form.fields["section"].required = sections_of(person, frozenset({"feeds.change_feed"})) is not None
    if not form.is_valid():
        return _ask(request, feeds, form, "into_section", _("Set the section"))
    section = form.cleaned_data["section"]
    _set(request, feeds, "section", section)
    words = ngettext(
        "Reports of %(count)s feed go to “%(section)s” from now on.",
        "Reports of %(count)s feeds go to “%(section)s” from now on.",
        len(feeds),
    )
    if section is None:
        words = ngettext(
            "Reports of %(count)s feed are given a section by the desk from now on.",
            "Reports of %(count)s feeds are given a section by the desk from now on.",
            len(feeds),
        )
    messages.success(request, words % {"count": len(feeds), "section": section})
    return None


def _set(request: HttpRequest, feeds: Sequence[Feed], column: str, value: Any) -> None:
    Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(**{column: value})
    for feed in feeds:
        note(feed, person_of(request), [column])


def _ask(
    request: HttpRequest, feeds: Sequence[Feed], form: forms.Form, act: str, title: Any
) -> HttpResponse | None:
    if not feeds:
        return None
    context = {"title": title, "form": form, "feeds": feeds, "act": act, "folders": folders()}
    return page(request, "feeds/many.html", {**context, "checkbox": ACTION_CHECKBOX_NAME})
