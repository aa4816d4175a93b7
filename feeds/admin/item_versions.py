"""The versions of an imported item: each one as the wire sent it, and two of them compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from articles.admin.pages import page
from common.keys import key_in
from feeds.admin.finding import find
from feeds.desk.drafted import standfirst
from feeds.desk.wire_copy import without_pictures
from feeds.models import ImportedItem, ItemVersion
from feeds.versions.reading import beside_changed, facts, words_changed


@require_GET
def versions(request: HttpRequest, object_id: str) -> HttpResponse:
    """Two versions side by side: those that are asked for, else the last two. Raises Http404, PermissionDenied."""
    item = find(request, object_id)
    kept = list(item.versions.defer("body", "summary").order_by("number"))
    newest = kept[-1].number if kept else 0
    numbers = [_asked(request, "from", newest - 1), _asked(request, "to", newest)]
    pair = {version.number: version for version in item.versions.filter(number__in=numbers)}
    context = {"title": _("Versions"), "item": item, "versions": kept, "numbers": numbers}
    if len(pair) == 2:
        older, newer = (pair[number] for number in numbers)
        context |= {"older": older, "newer": newer}
        context |= {"fields": words_changed(older, newer), "beside": beside_changed(older, newer)}
    return page(request, "feeds/item_versions.html", context)


@require_GET
def version(request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """One version as it came. Raises Http404, PermissionDenied."""
    item = find(request, object_id)
    found = _version(item, number)
    context = {
        "title": _("Version %(number)s") % {"number": number},
        "item": item,
        "version": found,
        "deck": standfirst(found.summary, found.body),
        "text": SafeString(without_pictures(found.body)),  # sanitised when it was parsed
        "facts": facts(found),
    }
    return page(request, "feeds/item_version.html", context)


def _version(item: ImportedItem, number: int) -> ItemVersion:
    found = item.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest, name: str, otherwise: int) -> int:
    number = key_in(request.GET.get(name, ""))
    return number if number is not None and number < 1_000_000 else otherwise
