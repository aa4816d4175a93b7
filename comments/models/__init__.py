"""What the talk stores: one noun per file."""

from comments.models.breaker import Breaker
from comments.models.comment import MAX_DEPTH, MAX_LENGTH, Comment
from comments.models.earlier import EarlierText
from comments.models.earlier_rank import EarlierRank
from comments.models.follow import Follow
from comments.models.guest import GuestText
from comments.models.hint import CorrectionHint
from comments.models.measure import Measure
from comments.models.mute import Mute
from comments.models.replay import Replay
from comments.models.report import Report
from comments.models.rule import MOST_POINTS, Rule, RuleStamp, RuleVersion
from comments.models.score_model import ScoreModel
from comments.models.screening import Screening
from comments.models.vote import Vote

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MOST_POINTS",
    "Breaker",
    "Comment",
    "CorrectionHint",
    "EarlierRank",
    "EarlierText",
    "Follow",
    "GuestText",
    "Measure",
    "Mute",
    "Replay",
    "Report",
    "Rule",
    "RuleStamp",
    "RuleVersion",
    "ScoreModel",
    "Screening",
    "Vote",
]
