"""The pictures of a report, fetched for the house's library when it is accepted."""

import logging
import time
from dataclasses import dataclass

from articles import pictures
from articles.models import Image
from articles.picture_bytes import Unfit
from common.outbound import OutboundError
from feeds.desk.picturing import Picture, pictures_of
from feeds.models import ImportedItem

log = logging.getLogger(__name__)

MOST = 6
# An editor waits for them: no further one is begun after so many seconds.
PATIENCE = 12.0


@dataclass(frozen=True, slots=True)
class Stills:
    """What was fetched. ``lead`` is the report's first picture; None where that one could not be had."""

    lead: Image | None
    others: tuple[Image, ...] = ()

    @property
    def all(self) -> list[Image]:
        return [*([self.lead] if self.lead is not None else []), *self.others]


def fetched(item: ImportedItem) -> Stills:
    """Fetch the first pictures of the report; what cannot be had is left out and harms nothing. Not for inside a
    transaction."""
    until = time.monotonic() + PATIENCE
    lead, others, seen = None, [], set[str]()
    for number, picture in enumerate(pictures_of(item)[:MOST]):
        image = _fetch(item, picture) if time.monotonic() < until else None
        if image is not None and image.digest in seen:  # the same picture under two addresses
            pictures.discard(image)
        elif image is not None and number == 0:
            lead = image
        elif image is not None:
            others.append(image)
        if image is not None:
            seen.add(image.digest)
    return Stills(lead, tuple(others))


def in_library(item: ImportedItem) -> list[Image]:
    """Those of the report's pictures that the library has, by the addresses where they were fetched."""
    addresses = [picture.url for picture in pictures_of(item)[:MOST]]
    if not addresses:
        return []
    found = Image.objects.filter(original_url__in=addresses, archived_at=None).order_by("-pk")
    newest = {image.original_url: image for image in reversed(found[: 4 * MOST])}
    return [newest[address] for address in addresses if address in newest]


def _fetch(item: ImportedItem, picture: Picture) -> Image | None:
    credit = picture.credit or item.credit or item.feed.source.credit
    try:
        return pictures.fetch(picture.url, credit=credit, caption=picture.caption, rights=picture.rights)
    except (OutboundError, Unfit, OSError) as error:
        log.warning("a picture of item %s was left out: %s", item.pk, error)
        return None
