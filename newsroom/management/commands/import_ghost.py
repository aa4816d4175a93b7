"""``manage.py import_ghost FILE.json``."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from newsroom.interchange import ghost
from newsroom.interchange.command import ImportCommand
from newsroom.interchange.piece import Piece


class Command(ImportCommand):
    """docs/importing.md says what becomes of what."""

    help = (
        "Take the posts of a Ghost export (Settings → Migration tools → Export) in: text, authors, tags, days and old"
        " addresses. Tags that are sections here decide the section. Running it again adds nothing. Pages, members"
        " and picture files stay behind."
    )
    origin = "Ghost"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--site",
            required=True,
            metavar="URL",
            help="where the Ghost site stands: its export does not say",
        )

    def pieces(self, options: dict[str, Any]) -> Iterator[Piece]:
        return ghost.pieces(options["file"], options["site"])
