"""The link step: which addresses of a feed are kept, and when two addresses mean the same page."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2_000
# Added on the way by newsletters, social networks and advertisers; they change no page.
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|wt_\w+|at_(medium|campaign)\w*|ns_\w+|cmpid|ito|ref_?src)$"
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
# What most addresses look like; of these nothing has to be taken apart to know that they are addresses.
_USUAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~%!$&'()*+,;=:@/?#-]*)?", re.ASCII)
# What needs no more than its beginning and its end cut off to be compared.
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~%!$&'()*+,;=:@/-]*)?)", re.ASCII)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


def web_address(text: str, base: str = "") -> str:
    """The absolute http(s) address that ``text`` names, resolved against ``base`` if relative; empty if it is none.

    ``javascript:``, ``data:`` and whatever else is no web page is refused; so is a relative address without base.
    """
    if _USUAL.fullmatch(text) and len(text) <= MAX_LENGTH:
        return text
    text = re.sub(r"[\t\r\n\x00\ud800-\udfff]", "", text).strip()
    if not text or len(text) > MAX_LENGTH:
        return ""
    try:
        if not _SCHEME.match(text):
            text = urljoin(base, text) if base else ""
        parts = urlsplit(text)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
        parts.port  # noqa: B018 — reading it is what checks it
    except ValueError:
        return ""
    return _FORBIDDEN.sub(lambda found: quote(found[0]), text)


def canonical(link: str) -> str:
    """The address for comparison only: without scheme, www, tracking, fragment, closing slash and order of query."""
    if not link:
        return ""
    if plain := _PLAIN.fullmatch(link):
        return plain[1].removeprefix("www.").rstrip("/")
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        query = [
            pair
            for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not TRACKING.match(pair[0].lower())
        ]
    except ValueError:
        return link
    path = parts.path.rstrip("/")
    # "#!/story/4": some sites keep the page in the fragment.
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(("", host + port, path, urlencode(sorted(query)), fragment)).removeprefix("//")
