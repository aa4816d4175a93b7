"""The desk's tables, one concept per file; import from here."""

from articles.models.article import Article, Byline, Redirect
from articles.models.assignment import Assignment
from articles.models.calendar_key import CalendarKey
from articles.models.former import FormerSection, TagSynonym
from articles.models.house_rule import HouseRule, RuleFields, RuleVersion
from articles.models.image import EarlierFile, Image, PictureUse
from articles.models.note import Note
from articles.models.outside_link import OutsideLink
from articles.models.page_change import PageChange
from articles.models.presence import Presence, WritingLock
from articles.models.review_link import ReviewLink
from articles.models.revision import Correction, Revision
from articles.models.saved_text import SavedText
from articles.models.saved_view import SavedView
from articles.models.structure import Author, Section, Source, Story
from articles.models.talk_defaults import CommentsMode, SiteTalk, TalkDefaults
from articles.models.waiver import Waiver
from articles.models.working_copy import WorkingCopy

__all__ = [
    "Article",
    "Assignment",
    "Author",
    "Byline",
    "CalendarKey",
    "CommentsMode",
    "Correction",
    "EarlierFile",
    "FormerSection",
    "HouseRule",
    "Image",
    "Note",
    "OutsideLink",
    "PageChange",
    "PictureUse",
    "Presence",
    "Redirect",
    "ReviewLink",
    "Revision",
    "RuleFields",
    "RuleVersion",
    "SavedText",
    "SavedView",
    "Section",
    "SiteTalk",
    "Source",
    "Story",
    "TagSynonym",
    "TalkDefaults",
    "Waiver",
    "WorkingCopy",
    "WritingLock",
]
