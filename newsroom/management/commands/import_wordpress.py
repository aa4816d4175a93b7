"""``manage.py import_wordpress FILE.xml``."""

from collections.abc import Iterator
from typing import Any

from newsroom.interchange import wordpress
from newsroom.interchange.command import ImportCommand
from newsroom.interchange.piece import Piece


class Command(ImportCommand):
    """docs/importing.md says what becomes of what."""

    help = (
        "Take the posts of a WordPress export (Tools → Export, WXR) in: text, authors, tags, days and old addresses."
        " Categories that are sections here decide the section. Running it again adds nothing. Pages, comments and"
        " picture files stay behind."
    )
    origin = "WordPress"

    def pieces(self, options: dict[str, Any]) -> Iterator[Piece]:
        return wordpress.pieces(options["file"])
