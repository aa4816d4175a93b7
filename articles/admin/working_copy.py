"""What an open page tells the server while somebody writes, and what it is told: words kept, who else is here, who writes."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from articles import drafting, presence, working_copies
from articles.admin.reading import find, person_of, text_of
from articles.models import Article, Revision
from common.nudging import nudge
from moderation.errors import Refused

READ = "articles.view_revision"
EDIT_PAGE = "admin:articles_article_change"
MOST_FIELDS, MOST_CHARACTERS = 60, 2_000_000
_TAB = re.compile(r"[a-z0-9-]{8,36}")


@dataclass(frozen=True, slots=True)
class Call:
    """One message of a page."""

    tab: str
    revision: int
    sequence: int
    version: int
    fields: dict[str, str] | None  # None: the page is only here
    has_unsaved: bool
    is_leaving: bool
    is_returning: bool  # it leaves to be loaded anew
    replaces: int


class BadCall(ValueError):
    """The message is not one that our page sends."""


@require_http_methods(["GET", "POST"])
def working_copy(request: HttpRequest, object_id: str) -> HttpResponse:
    """Keep what is typed and say who else is here. JSON alone: 401 signed out, 403 not allowed, 400 not understood."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed-out"}, status=401)
    try:
        article, person = find(request, object_id, READ), person_of(request)
        kept = request.method == "POST" and _heed(article, person, call_of(request))
    except (PermissionDenied, Http404):
        return JsonResponse({"error": "not-allowed"}, status=403)
    except BadCall as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({**state_of(article, person), "kept": kept, "csrf": get_token(request)})


@require_POST
def take_over(request: HttpRequest, object_id: str) -> HttpResponse:
    """Go on writing where somebody else writes; their words are kept."""
    article = find(request, object_id, READ)
    try:
        holder = presence.take_over(text_of(article), by=person_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(EDIT_PAGE, article.pk)
    nudge()
    if holder is not None:
        said = _(
            "You write now. What %(who)s had not saved yet is kept among the saved texts, and they are told."
        )
        messages.success(request, said % {"who": holder})
    return redirect(EDIT_PAGE, article.pk)


@require_POST
def discard(request: HttpRequest, object_id: str) -> HttpResponse:
    """Throw away words of one's own that were kept and not saved."""
    article = find(request, object_id, READ)
    key = str(request.POST.get("copy", ""))
    if key.isdecimal() and len(key) < 18:
        working_copies.discard(person_of(request), int(key))
    return redirect(EDIT_PAGE, article.pk)


def call_of(request: HttpRequest) -> Call:
    """The message as it was sent. Raises BadCall."""
    sent = request.POST
    tab = sent.get("tab", "")
    if not _TAB.fullmatch(tab):
        raise BadCall("tab")
    numbers = {name: sent.get(name) or "0" for name in ("revision", "sequence", "version", "replaces")}
    if not all(number.isascii() and number.isdecimal() and len(number) < 16 for number in numbers.values()):
        raise BadCall("number")
    return Call(
        tab,
        fields=_fields(sent["fields"]) if "fields" in sent else None,
        has_unsaved=sent.get("unsaved") == "1",
        is_leaving=sent.get("leaving") == "1",
        is_returning=sent.get("returns") == "1",
        **{name: int(number) for name, number in numbers.items()},
    )


def state_of(article: Article, person: User) -> dict[str, Any]:
    """What stands now: the saved text's version and who saved it, who is here, who writes."""
    text = text_of(article)
    lock = presence.lock_of(article.pk)
    return {
        "at": date_format(timezone.localtime(), "H:i:s"),
        "person": person.pk,
        "revision": text.pk,
        "version": text.version,
        "state": text.state,
        "state_label": text.get_state_display(),
        "is_open": text.is_editable and drafting.may_edit(text, person),
        "saved_by": str(text.changed_by or _("The wire")),
        "saved_at": _clock(text.changed_at),
        "here": [
            {
                "name": str(page.person),
                "initials": initials(page.person),
                "tab": page.tab if page.person == person else "",
                "is_me": page.person == person,
                "has_unsaved": page.has_unsaved,
            }
            for page in presence.here(article.pk)
        ],
        "writing": {
            "name": str(lock.holder),
            "is_me": lock.holder == person,
            "since": _clock(lock.since),
        }
        if lock
        else None,
    }


def initials(person: User) -> str:
    """At most two letters of the name."""
    words = str(person).split() or ["?"]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def marks(people: list[User]) -> SafeString:
    """Who has an article open, each once: initials to see, names to hear."""
    once = {person.pk: person for person in people}
    if not once:
        return SafeString("")
    each = (
        (str(person), initials(person), _("%(who)s has it open") % {"who": person})
        for person in once.values()
    )
    shown = format_html_join(
        "",
        '<li title="{}"><span class="others__mark" aria-hidden="true">{}</span><span class="visually-hidden">{}</span></li>',
        each,
    )
    return format_html('<ul class="others__marks">{}</ul>', shown)


def _clock(instant: datetime) -> str:
    """On the site's clock, as everywhere on the page; the browser may lie in another zone."""
    return date_format(timezone.localtime(instant), "TIME_FORMAT")


def _heed(article: Article, person: User, call: Call) -> bool:
    """Whether words were kept."""
    if call.is_leaving:
        presence.left(article, person, call.tab, is_returning=call.is_returning)
    else:
        presence.seen(article, person, call.tab, has_unsaved=call.has_unsaved)
    if call.fields is None:
        return False
    text = Revision.objects.with_article().filter(pk=call.revision, article=article).first()
    if text is None:
        raise BadCall("revision")
    if not drafting.may_edit(text, person):
        raise PermissionDenied
    kept = working_copies.keep_copy(
        text,
        person,
        tab=call.tab,
        sequence=max(call.sequence, 1),
        base_version=call.version,
        fields=call.fields,
    )
    if call.replaces:
        working_copies.discard(person, call.replaces)
    if call.fields and not call.is_leaving and text.is_editable:
        presence.write(article, person)
    return kept


def _fields(raw: str) -> dict[str, str]:
    if len(raw) > MOST_CHARACTERS:
        raise BadCall("too-long")
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadCall("fields") from None
    if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise BadCall("fields")
    return {
        name: value
        for name, value in fields.items()
        if isinstance(value, str) and name.startswith("text-") and len(name) < 60
    }
