"""The widths, shapes and formats in which pictures are shown: which there are, how a crop lies, how files are named."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from articles.models import Image

FULL = "full"
# Shape → (width, height) of its ratio. Cards are 3:2, leads on wide screens 16:9, small cards square.
RATIOS: dict[str, tuple[int, int]] = {"16x9": (16, 9), "4x3": (4, 3), "3x2": (3, 2), "1x1": (1, 1)}
WIDTHS: dict[str, tuple[int, ...]] = {
    FULL: (320, 640, 960, 1280, 1920),
    "16x9": (640, 960, 1280, 1920),
    "4x3": (640,),
    "3x2": (320, 640, 960, 1280),
    "1x1": (160, 320),
}
FORMATS = ("avif", "webp")
# What machines fetch for search results and social cards: JPEG, in these shapes.
SHARED_SHAPES = ("1x1", "4x3", "16x9")
SHARED_WIDTH = 1_200

type Box = tuple[int, int, int, int]


def crop(width: int, height: int, shape: str, focal_x: int, focal_y: int) -> Box:
    """The largest part in this shape, with the focal point (per cent) as near to its middle as the edges allow."""
    if shape == FULL:
        return (0, 0, width, height)
    across, down = RATIOS[shape]
    part_width = min(width, max(1, round(height * across / down)))
    part_height = min(height, max(1, round(part_width * down / across)))
    left = _beginning(width, part_width, focal_x)
    top = _beginning(height, part_height, focal_y)
    return (left, top, left + part_width, top + part_height)


def widths_for(shape: str, available: int) -> list[int]:
    """The widths that are made of a part ``available`` pixels wide: never larger than it is, but at least one."""
    return [width for width in WIDTHS[shape] if width <= available] or [available]


def folder_of(file: str) -> str:
    """Where the renditions of a file lie."""
    path = PurePosixPath(file)
    return str(PurePosixPath("renditions", *path.parts[1:-1], path.stem))


def name(file: str, shape: str, focal: tuple[int, int], width: int, ending: str) -> str:
    """The storage name of one rendition. The focal point is part of it, for a name never gets other content."""
    about = "" if shape == FULL else f"{shape}-{focal[0]}-{focal[1]}-"
    return f"{folder_of(file)}/{about}{width}.{ending}"


def sources(file: str, made: Mapping[str, Any], shape: str) -> dict[str, list[tuple[str, int]]]:
    """Format → (storage name, width) of what has been made in this shape; empty while nothing has."""
    widths = made.get("widths", {}).get(shape, [])
    if not widths:
        return {}
    focal = (int(made["focal"][0]), int(made["focal"][1]))
    return {
        ending: [(name(file, shape, focal, width, ending), width) for width in widths] for ending in FORMATS
    }


def shared(file: str, made: Mapping[str, Any]) -> list[str]:
    """Storage names of the JPEGs for search results and social cards, square one first; empty while none is made."""
    found = made.get("shared", {})
    return [
        name(file, shape, (made["focal"][0], made["focal"][1]), found[shape], "jpg")
        for shape in SHARED_SHAPES
        if shape in found
    ]


def thumbnail(image: Image) -> str:
    """The address of a small one, or of the picture itself while none is made."""
    made = sources(str(image.file), image.renditions, "3x2").get("webp", [])
    return f"{settings.MEDIA_URL}{made[0][0]}" if made else str(image.file.url)


def _beginning(whole: int, part: int, focal: int) -> int:
    return min(max(round(whole * focal / 100 - part / 2), 0), whole - part)
