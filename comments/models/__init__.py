"""What the talk stores: one noun per file."""

from comments.models.comment import MAX_DEPTH, MAX_LENGTH, Comment
from comments.models.earlier import EarlierText
from comments.models.follow import Follow
from comments.models.measure import Measure
from comments.models.mute import Mute
from comments.models.report import Report

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Comment",
    "EarlierText",
    "Follow",
    "Measure",
    "Mute",
    "Report",
]
