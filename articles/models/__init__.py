"""The desk's tables, one concept per file; import from here."""

from articles.models.article import Article, Byline, Redirect
from articles.models.image import Image
from articles.models.page_change import PageChange
from articles.models.revision import Correction, Revision
from articles.models.saved_text import SavedText
from articles.models.structure import Author, Section, Source, Story

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Correction",
    "Image",
    "PageChange",
    "Redirect",
    "Revision",
    "SavedText",
    "Section",
    "Source",
    "Story",
]
