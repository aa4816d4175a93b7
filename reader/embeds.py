"""A link on a line of its own becomes a card that says where it leads: no script, and no request before the click."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

# A paragraph with a link, or an address, and nothing else. Sentences may have been numbered by a span.
_LINE = re.compile(
    r"<p(?: dir=\"\w+\")?>\s*((?:<span class=\"s\"[^>]*>)?)\s*"
    r"(?:<a href=\"(https://[^\"]+)\"[^>]*>([^<]*)</a>|(https://[^\s<]+))\s*((?:</span>)?)\s*</p>"
)


@dataclass(frozen=True, slots=True)
class Service:
    """One service: how it is named, its hosts, which of its addresses are a single item, and what such an item is."""

    name: str
    hosts: tuple[str, ...]  # empty: any host whose paths look so
    path: re.Pattern[str]
    kind: object


VIDEO, POST, SOUND = _("Video"), _("Post"), _("Sound")
SERVICES = (
    Service("YouTube", ("youtube.com", "youtu.be", "youtube-nocookie.com"), re.compile(r"/(?:watch\?v=|shorts/|live/|embed/)?[-\w]{11}\b"), VIDEO),
    Service("Vimeo", ("vimeo.com",), re.compile(r"/(?:[\w/]+/)?\d+"), VIDEO),
    Service("PeerTube", (), re.compile(r"/(?:w|videos/watch)/[-\w]{16,}\Z"), VIDEO),
    Service("TikTok", ("tiktok.com",), re.compile(r"/@[\w.]+/video/\d+"), VIDEO),
    Service("Bluesky", ("bsky.app",), re.compile(r"/profile/[^/]+/post/\w+"), POST),
    Service("X", ("x.com", "twitter.com"), re.compile(r"/\w+/status/\d+"), POST),
    Service("Instagram", ("instagram.com",), re.compile(r"/(?:p|reel)/[-\w]+"), POST),
    Service("Threads", ("threads.net", "threads.com"), re.compile(r"/@[\w.]+/post/\w+"), POST),
    Service("Mastodon", (), re.compile(r"/@[\w.]+(?:@[\w.-]+)?/\d{8,}/?\Z"), POST),
    Service("SoundCloud", ("soundcloud.com",), re.compile(r"/[-\w]+/[-\w]+"), SOUND),
    Service("Spotify", ("open.spotify.com",), re.compile(r"/(?:episode|track|show)/\w+"), SOUND),
)  # fmt: skip


def service_of(url: str) -> Service | None:
    """The service on the list to whose single item the address leads."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for service in SERVICES:
        if (not service.hosts or host in service.hosts) and service.path.match(asked) and host:
            return service
    return None


def with_cards(html: str) -> str:
    """The printed body, with a card for each link to an item of a known service that stands on a line of its own."""
    return _LINE.sub(_card, html)


def _card(line: re.Match[str]) -> str:
    url, words = unescape(line[2] or line[4]), unescape(line[3] or "").strip()
    service = service_of(url)
    if service is None:
        return line[0]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    title = "" if words.startswith(("http://", "https://")) else words
    told = {"name": service.name, "host": host}
    card = format_html(
        '<p class="embed"><a href="{}" rel="nofollow noopener noreferrer"><span class="embed__kind">{} · {}</span> '
        '<span class="embed__title">{}</span> <span class="embed__where">{}</span></a></p>',
        url,
        service.kind,
        service.name,
        title or _("Open it at %(name)s") % told,
        _("Leads to %(host)s; nothing is loaded from there before you follow it.") % told,
    )
    # A sentence that key points lead to keeps its place.
    return card.replace("<a ", f"{line[1]}<a ", 1).replace("</a>", f"</a>{line[5]}", 1) if line[1] else card
