"""The pictures that a report brings: named by the wire beside the text or standing in it."""

import html
import re
from dataclasses import dataclass

from common.html import plain_text
from feeds.models import ImportedItem

_IN_TEXT = re.compile(r'<img\b(?:"[^"]*"|[^">])*>')
_SOURCE = re.compile(r'\ssrc="(https://[^"]+)"')
_FIGURE = re.compile(r"<figure\b[^>]*>((?:(?!</figure>).)*)</figure>", re.S)
_CAPTION = re.compile(r"<figcaption\b[^>]*>((?:(?!</figcaption>).)*)</figcaption>", re.S)
# Pictures of a width or height of three are there to count readers.
_PIXEL = re.compile(r'\s(?:width|height)="[0-3]"')


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as its owner describes it."""

    url: str
    caption: str = ""
    credit: str = ""
    rights: str = ""


def pictures_of(item: ImportedItem) -> list[Picture]:
    """Every picture of the report, each address once; the first is the one that leads."""
    named = [
        Picture(*(str(one.get(name) or "") for name in ("url", "caption", "credit", "rights")))
        for one in item.media
        if isinstance(one, dict)
    ]
    lead = Picture(item.picture_url, item.picture_caption, item.picture_credit)
    if lead.url and lead.url not in {one.url for one in named}:
        named.insert(0, lead)
    found: dict[str, Picture] = {}
    for picture in (*named, *_in_text(item.body)):
        if picture.url:
            found.setdefault(picture.url, picture)
    return list(found.values())


def _in_text(body: str) -> list[Picture]:
    """What stands in the text, with the captions of its figures."""
    captions: dict[str, str] = {}
    for figure in _FIGURE.finditer(body):
        caption = _CAPTION.search(figure[1])
        for image in _IN_TEXT.findall(figure[1]):
            captions[_source(image)] = plain_text(caption[1]) if caption else ""
    images = [image for image in _IN_TEXT.findall(body) if not _PIXEL.search(image)]
    return [Picture(url, captions.get(url, "")) for image in images if (url := _source(image))]


def _source(image: str) -> str:
    found = _SOURCE.search(image)
    return html.unescape(found[1]) if found else ""
