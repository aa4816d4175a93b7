"""The page on which the desk merges a newer version of a report into the text that was made of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.admin.pages import page
from articles.admin.reading import person_of
from articles.comparing import LABELS, Field, compare_values
from articles.merging import Overlap
from articles.models import Revision
from common.keys import key_in
from common.nudging import nudge
from feeds.admin.finding import find
from feeds.models import ImportedItem
from feeds.versions import deciding
from feeds.versions.comparing import Meeting, meeting
from moderation.errors import Refused

ACCEPT = "feeds.accept_item"
ARTICLE = "admin:articles_article_change"
ITEM = "admin:feeds_importeditem_change"
CHOICES = {
    "mine": gettext_lazy("Keep ours"),
    "theirs": gettext_lazy("Take the wire’s"),
    "both": gettext_lazy("Both, the wire’s first"),
}
MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class Place:
    """One place that the wire and the desk both changed."""

    name: str  # of the radio buttons
    overlap: Overlap
    chosen: str

    @property
    def label(self) -> str:
        return str(LABELS[self.overlap.field.removesuffix("_id")])

    @property
    def is_body(self) -> bool:
        return self.overlap.field == "body"

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, words, and whether it is chosen."""
        return [(one, str(CHOICES[one]), one == self.chosen) for one in self.overlap.choices]


class MergePage:
    """One merge as a person sees it, before or after a choice that was refused."""

    def __init__(self, met: Meeting, data: Any = None) -> None:
        self.met, self.data = met, data

    @property
    def item(self) -> ImportedItem:
        return self.met.item

    @property
    def choices(self) -> list[str]:
        """What the person chose, in the order of the overlaps; at first our own words."""
        found = []
        for number, overlap in enumerate(self.met.merged.overlaps[:MOST_CHOICES]):
            given = str(self.data.get(f"join-{number}", "mine")) if self.data else "mine"
            found.append(given if given in overlap.choices else "mine")
        return found

    @property
    def places(self) -> list[Place]:
        """All that is to be decided."""
        pairs = zip(self.met.merged.overlaps, self.choices, strict=False)
        return [Place(f"join-{number}", overlap, chosen) for number, (overlap, chosen) in enumerate(pairs)]

    @property
    def outcome(self) -> list[Field]:
        """What our text becomes."""
        return compare_values(self.met.ours, self.met.outcome(self.choices))

    @property
    def opens_a_copy(self) -> bool:
        """Whether nobody works on the article, so that a working copy of the live text is begun."""
        return self.met.text.state not in Revision.WORKING

    @property
    def is_closed(self) -> bool:
        """Whether our text is approved or scheduled: it must be reopened before anything flows into it."""
        return self.met.text.state in Revision.WORKING and not self.met.text.is_editable


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what the wire and the desk changed; on POST put the merged text into a draft, or keep ours."""
    item = _find(request, object_id)
    met = meeting(item)
    if met is None:
        messages.info(request, _("Nothing of this report waits to be merged."))
        return redirect(ITEM, item.pk)
    shown = MergePage(met, request.POST if request.method == "POST" else None)
    refusal = _act(request, shown) if request.method == "POST" and "preview" not in request.POST else None
    if refusal == "":
        nudge()
        return redirect(ARTICLE, item.article_id)
    context = {"title": _("Merge the wire’s newer version"), "page": shown, "refusal": refusal}
    return page(request, "feeds/merge.html", context, status=409 if refusal else 200)


def _act(request: HttpRequest, shown: MergePage) -> str:
    """Do what was chosen; returns why not, or "" where it is done."""
    item, person = shown.item, person_of(request)
    version, text_version = (_number(request, name) for name in ("version", "text_version"))
    try:
        if "keep" in request.POST:
            reason = str(request.POST.get("reason", ""))[:500]
            deciding.keep_ours(item, by=person, version=version, reason=reason)
            messages.success(request, _("Our text stays as it is."))
        else:
            deciding.take(item, by=person, version=version, text_version=text_version, choices=shown.choices)
            messages.success(
                request, _("The wire’s changes are in this draft. Readers see them once it is published.")
            )
    except Refused as refusal:
        return str(refusal)
    return ""


def _number(request: HttpRequest, name: str) -> int:
    return key_in(str(request.POST.get(name, ""))) or 0


def _find(request: HttpRequest, object_id: str) -> ImportedItem:
    """The item, for who may decide on it and read its article. Raises Http404, PermissionDenied."""
    item = find(request, object_id, ACCEPT)
    if item.article is not None and not person_of(request).has_perm("articles.view_revision", item.article):
        raise PermissionDenied
    return item
