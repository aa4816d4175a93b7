"""The wire's own pages: its index, an agency's list, a report."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from newsroom.demo.wire.agencies import AGENCIES, Agency
from newsroom.demo.wire.formats import body
from newsroom.demo.wire.sending import Sent

STYLE = (
    "body{max-width:38rem;margin:2.5rem auto;padding:0 1.25rem;font:1.0625rem/1.55 Georgia,serif;color:#1b1f23;"
    "background:#fbfaf7}a{color:#08636b}h1{font-size:1.75rem;line-height:1.2}img{width:100%;height:auto}"
    "small,time,.tags{color:#565b60;font:.875rem/1.5 system-ui,sans-serif}li{margin:.6rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#e9e7e2;background:#14171a}a{color:#5fc3cb}small,time,.tags{color:#a6aaad}}"
)


def index() -> str:
    """Which agencies there are and where their feeds are."""
    rows = "".join(
        f'<li><a href="/{agency.key}/">{escape(agency.name)}</a>: {escape(agency.description.lower())}. '
        f'<a href="/{agency.path}">Feed</a></li>'
        for agency in AGENCIES
    )
    opening = "<p>Fictional agencies for a demo. A new report comes about every 40 seconds.</p>"
    return _page("The demo wire", f"<h1>The demo wire</h1>{opening}<ul>{rows}</ul>")


def front(agency: Agency, reports: Sequence[Sent]) -> str:
    """What the agency has sent last."""
    rows = "".join(
        f'<li><a href="/{sent.path}">{escape(sent.report.headline)}</a><br>{_time(sent.published)}</li>'
        for sent in reports
    )
    feed = f'<p><small><a href="/">The demo wire</a> · <a href="/{agency.path}">Feed</a></small></p>'
    return _page(agency.name, f"<h1>{escape(agency.name)}</h1>{feed}<ul>{rows}</ul>")


def report(sent: Sent) -> str:
    """One report on a page of its own."""
    agency = sent.agency
    picture = (
        f'<p><img src="/{sent.picture_path}" alt="" width="1600" height="1067"></p>'
        if sent.picture_path
        else ""
    )
    updated = f" · updated {_time(sent.updated)}" if sent.updated != sent.published else ""
    return _page(
        sent.report.headline,
        f'<p><small><a href="/{agency.key}/">{escape(agency.name)}</a></small></p><h1>{escape(sent.report.headline)}</h1>'
        f"<p>{_time(sent.published)}{updated}</p>{picture}{body(sent)}<p>— {escape(agency.credit)}</p>"
        f'<p class="tags">{escape(", ".join(sent.report.categories))}</p>',
    )


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat()}">{moment:%d %B %Y, %H:%M} UTC</time>'


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f"<body>{content}</body></html>"
    )
