"""The desk's sidebar: the places of work in the order of the work, each for whom it is open to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.counting import waiting

# (heading, [(title, model or address, icon)]). A model whose admin is not registered, or not open to the person, is left out.
PLACES: list[tuple[Any, list[tuple[Any, str, str]]]] = [
    (
        None,
        [
            (_("My work"), "admin:index", "dashboard"),
            (_("Queue"), "moderation:queue", "inbox"),
        ],
    ),
    (
        _("Desk"),
        [
            (_("Calendar"), "desk:calendar", "calendar_month"),
            (_("Story list"), "desk:stories", "view_kanban"),
            (_("Assignments"), "desk:assignments", "assignment_ind"),
            (_("Articles"), "articles.Article", "article"),
            (_("Working drafts"), "articles.Revision", "edit_note"),
            (_("Pictures"), "articles.Image", "image"),
            (_("Related links"), "related.Link", "link"),
            (_("Generated texts"), "assist.GeneratedText", "format_list_bulleted"),
        ],
    ),
    (
        _("Wire"),
        [
            (_("Feeds"), "feeds.Feed", "rss_feed"),
            (_("Imported items"), "feeds.ImportedItem", "move_to_inbox"),
            (_("Routing rules"), "feeds.RoutingRule", "alt_route"),
            (_("Trust"), "feeds.Trust", "verified"),
            (_("Rules for typing errors"), "feeds.MendingRule", "spellcheck"),
        ],
    ),
    (
        _("Readers"),
        [
            (_("Comments"), "comments.Comment", "forum"),
            (_("Reports"), "comments.Report", "flag"),
            (_("Appeals"), "moderation.Appeal", "gavel"),
            (_("Agreement"), "moderation:agreement", "balance"),
            (_("Transparency report"), "transparency:page", "monitoring"),
            (_("Comment rules"), "comments.Rule", "rule_settings"),
            (_("Heat breakers"), "comments.Breaker", "local_fire_department"),
            (_("Reasons to reject"), "moderation.ReasonCode", "rule_folder"),
            (_("Measures"), "comments.Measure", "shield_person"),
            (_("Newsletter"), "desk:newsletter", "newspaper"),
            (_("Letters sent"), "notifications.Bulletin", "campaign"),
            (_("Subscribers"), "notifications.Subscriber", "contact_mail"),
            (_("Possible corrections"), "comments.CorrectionHint", "spellcheck"),
            (_("Notices"), "notifications.Notification", "mail"),
            (_("Refused addresses"), "notifications.RefusedAddress", "unsubscribe"),
        ],
    ),
    (
        _("House"),
        [
            (_("Sections"), "articles.Section", "view_column"),
            (_("Pages of the paper"), "reader.Page", "description"),
            (_("Sources"), "articles.Source", "domain"),
            (_("Authors"), "articles.Author", "badge"),
            (_("Stories"), "articles.Story", "timeline"),
            (_("Tags"), "taggit.Tag", "sell"),
            (_("House rules"), "articles.HouseRule", "rule"),
            (_("People"), "accounts.User", "group"),
            (_("Invitations"), "accounts.Invitation", "outgoing_mail"),
            (_("Changes of access"), "accounts.AccessChange", "key"),
            (_("Who did what"), "record", "history"),
            (_("Webhooks"), "notifications.Endpoint", "webhook"),
            (_("Decisions"), "moderation.Decision", "gavel"),
        ],
    ),
]
# What an address asks of who opens it; one that is not named is open to all staff.
ASKS = {
    "moderation:queue": "moderation.view_queue",
    "desk:calendar": "articles.view_revision",
    "record": "moderation.view_decision",
    "moderation:agreement": "moderation.view_opinion",
    "transparency:page": "comments.view_report",
    "desk:stories": "articles.view_revision",
    "desk:newsletter": "notifications.send_bulletin",
    "desk:assignments": "articles.view_revision",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """What the theme's sidebar shows to this person."""
    if not isinstance(request.user, User):
        return []
    addresses = _open_models(request)
    groups = []
    for heading, places in PLACES:
        items = [
            {"title": title, "link": link, "icon": icon, **_badge(place, request.user)}
            for title, place, icon in places
            if (link := _address(place, addresses, request.user))
        ]
        if items:
            groups.append({"title": heading, "items": items, "separator": False})
    return groups


def desk_address(obj: Any) -> str:
    """Where the object is edited at the desk; empty where its admin is not registered."""
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""


def desk_address_of(kind: str, key: int) -> str:
    """The same for an object that is known by its kind and number only; a text is edited where its article is."""
    try:
        return reverse(f"admin:{kind.replace('.', '_')}_change", args=[key])
    except NoReverseMatch:
        return reverse("desk:assignment", args=[key]) if kind == "articles.assignment" else ""


def _open_models(request: HttpRequest) -> dict[str, str]:
    """The lists that the person may open, by model label."""
    return {
        model["model"]._meta.label: model["admin_url"]
        for app in admin.site.get_app_list(request)
        for model in app["models"]
        if model["admin_url"]
    }


def _address(place: str, addresses: dict[str, str], person: User) -> str:
    if "." in place:
        return addresses.get(place, "")
    if place in ASKS and not person.has_perm(ASKS[place]):
        return ""
    return reverse(place)


def _badge(place: str, person: User) -> dict[str, Any]:
    number = waiting(person).order_by().count() if place == "moderation:queue" else 0
    return {"badge": str(number), "badge_variant": "primary"} if number else {}
