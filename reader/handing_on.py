"""What other houses get of an article, and what its owner keeps from them."""

import re

from django.conf import settings

from articles.restrictions import NO_PICTURE_REUSE
from reader.article_page import ArticlePage

# On a body that the one sanitiser has written.
_PICTURE = re.compile(r"<img(?:\"[^\"]*\"|[^\">])*>")


def has_pictures(page: ArticlePage) -> bool:
    """Whether the pictures of the text may go with it."""
    return NO_PICTURE_REUSE not in page.model.restrictions


def body_of(page: ArticlePage) -> str:
    """The text, without pictures that may stand on our page alone."""
    live = page.model.live
    body = live.body if live else ""
    return body if has_pictures(page) else _PICTURE.sub("", body)


def copyright_of(page: ArticlePage) -> str:
    """The notice that goes with the text."""
    return page.copyright or page.credit or settings.SITE_NAME
