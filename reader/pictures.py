"""A picture as the page prints it: narrow and wide, cropped about its focal point, in formats that browsers choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import renditions


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size in pixels, so that its place is kept. ``made`` says which renditions there are."""

    file: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The picture as it was taken in."""
        return f"{settings.MEDIA_URL}{self.file}"

    @property
    def shared_urls(self) -> list[str]:
        """For search results and social cards: square, 4:3 and 16:9, or the whole one while these are not made."""
        made = [f"{settings.MEDIA_URL}{name}" for name in renditions.shared(self.file, self.made)]
        return made or [self.url]

    @property
    def social_url(self) -> str:
        """For cards of social networks, which are wide."""
        return self.shared_urls[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page: how large pictures stand there, and in which shape by the width of the window."""

    sizes: str
    shapes: tuple[tuple[str, str], ...]  # (media query or "", shape)
    widest: int
    attributes: str = 'loading="lazy" decoding="async"'


_FIRST = 'fetchpriority="high" decoding="async"'
# The sizes follow static/css: front.css, cards.css, article.css.
PLACES = {
    "lead": Place(
        "(min-width: 80rem) 68rem, 100vw", (("(min-width: 64rem)", "16x9"), ("", "3x2")), 1920, _FIRST
    ),
    "first": Place("(min-width: 64rem) 50rem, 100vw", (("", "3x2"),), 1280, _FIRST),
    "second": Place("(min-width: 48rem) 26rem, 100vw", (("", "3x2"),), 960),
    "row": Place("(min-width: 40rem) 11rem, 100vw", (("", "3x2"),), 640),
    "related": Place("5.5rem", (("", "1x1"),), 320),
    "text": Place("(min-width: 48rem) 42rem, 100vw", (("", renditions.FULL),), 1920),
}


def tag(picture: Picture, place_name: str) -> SafeString:
    """The picture element for a place; the plain picture while its renditions are not made."""
    place = PLACES.get(place_name, PLACES["row"])
    return format_html(
        "<picture>{}{}</picture>" if picture.made else "{}{}",
        format_html_join(
            "",
            '<source type="image/{}"{} srcset="{}" sizes="{}">',
            (
                (ending, format_html(' media="{}"', media) if media else "", srcset, place.sizes)
                for ending, media, srcset in _sources(picture, place)
            ),
        ),
        format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" {}>',
            picture.url,
            picture.alt,
            picture.width,
            picture.height,
            SafeString(place.attributes),
        ),
    )


def _sources(picture: Picture, place: Place) -> list[tuple[str, str, str]]:
    found = []
    for media, shape in place.shapes:
        for ending, files in renditions.sources(picture.file, picture.made, shape).items():
            fitting = [(name, width) for name, width in files if width <= place.widest] or files[:1]
            srcset = ", ".join(f"{settings.MEDIA_URL}{name} {width}w" for name, width in fitting)
            found.append((ending, media, srcset))
    return found
