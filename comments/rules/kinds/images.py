"""Links to images, which nobody has looked at yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import re2
from django.utils.translation import gettext as _

from comments.rules.linked import Link
from comments.rules.subject import Finding, Otherwise, Subject, merged, number

_IMAGE = re2.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic|tiff?)(?:[?#/:]|$)")
# Houses whose pages are pictures, whatever the address ends in.
HOSTS = (
    "imgur.com",
    "giphy.com",
    "tenor.com",
    "gyazo.com",
    "ibb.co",
    "postimg.cc",
    "flickr.com",
    "instagram.com",
)


@dataclass(frozen=True, slots=True)
class Images:
    """It links to more than ``most`` images."""

    most: int
    looks_at: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Images":
        """Raises BadOption."""
        return cls(int(number(dict(options), "most", 0, 0, 50)))

    def find(self, subject: Subject) -> Finding | None:
        """Images are linked."""
        found = [link for link in subject.text.links if not link.is_bare and _is_image(link)]
        if len(found) <= self.most:
            return None
        words = _("It links to %(count)d images; %(most)d may be.") % {"count": len(found), "most": self.most}
        return Finding(words, merged(link.span for link in found))

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise:
        """Without the images that are too many."""
        text = subject.text.without(finding.evidence[self.most :])
        words = (
            _("with at most %(most)d links to images") % {"most": self.most}
            if self.most
            else _("without the marked links")
        )
        return Otherwise(replace(subject, text=text), words)


def _is_image(link: Link) -> bool:
    return _IMAGE.search(link.url) is not None or any(link.is_of(host) for host in HOSTS)
