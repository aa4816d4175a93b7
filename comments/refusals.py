"""Why a comment was not taken; ``str()`` of each is shown beside the text, which is kept."""

from django.utils.translation import ngettext

from moderation.errors import NotAllowed, Refused


class Unfit(Refused):
    """The text cannot be a comment: empty, too long, written already."""


class Closed(NotAllowed):
    """Nobody can write here (any more)."""


class TooSoon(Refused):
    """The writer is faster than the limits allow. ``seconds`` until one can go on."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(_wait(seconds))


def _wait(seconds: int) -> str:
    if seconds <= 90:
        return ngettext(
            "You can write again in %(count)d second.", "You can write again in %(count)d seconds.", seconds
        ) % {"count": seconds}
    minutes = -(-seconds // 60)
    if minutes <= 90:
        return ngettext(
            "You can write again in %(count)d minute.", "You can write again in %(count)d minutes.", minutes
        ) % {"count": minutes}
    hours = -(-minutes // 60)
    return ngettext(
        "You can write again in %(count)d hour.", "You can write again in %(count)d hours.", hours
    ) % {"count": hours}
