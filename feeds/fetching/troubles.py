"""Why a feed cannot be read, for people: the cause in words, what was seen, and what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from feeds.fetching.deciding import WORDS
from feeds.models import Feed, Fetch

WAIT = gettext_noop("Nothing to do yet: it is asked again at %(next)s. If this lasts, ask the publisher.")
REST = gettext_noop("It is asked again when somebody wants it to be.")
NOT_OURS = gettext_noop(
    "Check the address. If this host is yours and is meant to be read, an operator can allow it"
    " (NEWSROOM_OUTBOUND_ALLOW)."
)
BROKEN_SERVER = gettext_noop(
    "Ask the publisher: the server's answers are damaged. What was seen is written beside."
)
CERTIFICATE = gettext_noop(
    "Ask the publisher to put the certificate in order; nothing is read over a connection that cannot be trusted."
)
OTHER_ADDRESS = gettext_noop("Open the address in a browser, and enter the one where it ends.")
REPAIRS: Mapping[str, str] = {
    **dict.fromkeys(
        ("port", "loopback", "link-local", "unspecified", "multicast", "cloud", "private", "reserved"),
        NOT_OURS,
    ),
    **dict.fromkeys(
        ("no-web-address", "address-too-long", "other-protocol", "no-host-named", "zone"),
        gettext_noop("Enter the address as a browser shows it; it begins with https:// or http://."),
    ),
    "sign-in-in-address": gettext_noop(
        "Enter the address without name and password, and ask the publisher for one that needs none."
    ),
    **dict.fromkeys(("bad-redirect", "redirects", "status-3xx"), OTHER_ADDRESS),
    "too-large": gettext_noop(
        "Ask the publisher for a feed with fewer reports, or for one for each subject."
    ),
    "no-such-host": gettext_noop(
        "Check the spelling of the address. If it is right, the publisher's name may have run out; it is asked again"
        " at %(next)s."
    ),
    **dict.fromkeys(("no-http", "long-headers", "damaged-packing", "unknown-packing", "bomb"), BROKEN_SERVER),
    **dict.fromkeys(("certificate-expired", "certificate-unknown", "certificate-host", "tls"), CERTIFICATE),
    "status-400": OTHER_ADDRESS,
    "status-401": gettext_noop("Ask the publisher for an address of the feed that needs no sign-in."),
    "status-402": gettext_noop(
        "Ask the publisher for a subscription, and enter the address that comes with it."
    ),
    "status-403": gettext_noop(
        "Ask the publisher to let us in: our requests carry the name Newsroom and your contact address."
    ),
    "status-404": gettext_noop("Look on the publisher's site for the feed's new address, and enter that."),
    "status-406": gettext_noop(
        "Look on the publisher's site for a feed in RSS, Atom or JSON Feed, and enter that."
    ),
    "status-410": gettext_noop(
        "Look on the publisher's site for what has taken its place and enter that, or remove the feed."
    ),
    "status-429": gettext_noop(
        "Nothing to do: it is asked again at %(next)s. If this comes again and again, lengthen the minutes between polls."
    ),
    "status-451": gettext_noop("Ask the publisher, or remove the feed."),
    "status-2xx": OTHER_ADDRESS,
    "status-none": BROKEN_SERVER,
    "unreadable": gettext_noop("Ask the publisher to mend the feed; what was seen is written beside."),
    "web-page": gettext_noop("Look on that page for the address of its feed, and enter that."),
    "web-page-with-feed": gettext_noop("The page names a feed: %(found)s. Enter that address."),
    "our-fault": gettext_noop("Tell whoever runs this site: the log says more."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble in the reader's language. All are empty where there is none."""

    words: str = ""
    evidence: str = ""
    repair: str = ""


def in_words(feed: Feed) -> Told:
    """The feed's last trouble; empty for a feed that is well."""
    if not feed.last_error:
        return Told()
    return _told(feed.last_trouble, feed.last_error, feed)


def of_fetch(fetch: Fetch) -> Told:
    """What one failed poll had met; its repair is the feed's matter."""
    if not fetch.trouble:
        return Told(fetch.detail, fetch.evidence)
    told = _told(fetch.trouble, fetch.detail)
    return Told(told.words, told.evidence)


def _told(trouble: Mapping[str, Any], english: str, feed: Feed | None = None) -> Told:
    code, params = trouble.get("code", ""), dict(trouble.get("params", {}))
    if "reason" in params:
        params["reason"] = _(params["reason"])
    words = _filled(WORDS[code], params) if code in WORDS else _(english)
    return Told(words, trouble.get("evidence", ""), _repair(code, params, feed) if feed else "")


def _repair(code: str, params: dict[str, Any], feed: Feed) -> str:
    repair = REPAIRS.get(code, WAIT)
    if "%(next)s" in repair:
        if feed.next_fetch_at is None:
            return _(REST)
        params["next"] = date_format(timezone.localtime(feed.next_fetch_at), "SHORT_DATETIME_FORMAT")
    return _filled(repair, params)


def _filled(template: str, params: Mapping[str, Any]) -> str:
    """What was kept by an older release may lack a fact of today's sentence."""
    text = template if template == "%(reason)s" else _(template)
    try:
        return text % params
    except KeyError:
        return text
