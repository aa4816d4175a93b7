"""The desk in the admin: lists, the page for writing, and the small forms for what articles stand on."""

from articles.admin.article import ArticleAdmin
from articles.admin.correction import CorrectionAdmin
from articles.admin.house_rule import HouseRuleAdmin
from articles.admin.image import ImageAdmin
from articles.admin.revision import RevisionAdmin
from articles.admin.structure import AuthorAdmin, SectionAdmin, SourceAdmin

__all__ = [
    "ArticleAdmin",
    "AuthorAdmin",
    "CorrectionAdmin",
    "HouseRuleAdmin",
    "ImageAdmin",
    "RevisionAdmin",
    "SectionAdmin",
    "SourceAdmin",
]
