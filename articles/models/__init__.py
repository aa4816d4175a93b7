"""The desk's tables, one concept per file; import from here."""

from articles.models.article import Article, Byline, Redirect
from articles.models.assignment import Assignment
from articles.models.image import EarlierFile, Image, PictureUse
from articles.models.page_change import PageChange
from articles.models.revision import Correction, Revision
from articles.models.saved_text import SavedText
from articles.models.saved_view import SavedView
from articles.models.structure import Author, Section, Source, Story

__all__ = [
    "Article",
    "Assignment",
    "Author",
    "Byline",
    "Correction",
    "EarlierFile",
    "Image",
    "PageChange",
    "PictureUse",
    "Redirect",
    "Revision",
    "SavedText",
    "SavedView",
    "Section",
    "Source",
    "Story",
]
