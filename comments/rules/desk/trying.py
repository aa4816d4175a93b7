"""Trying a rule on a text that somebody could write: what it sees, marked, and when it would have passed. Stores nothing."""

from dataclasses import dataclass, field

from django.utils import timezone

from comments.models import RuleVersion
from comments.rules.folding import Span
from comments.rules.judging import reasons, rule_of, rules_of
from comments.rules.subject import Subject, Text
from comments.scoring.using import score_now

Piece = tuple[str, bool]  # of the text; True marks what the rule saw


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rule said of the text."""

    speaks: bool
    words: str = ""
    otherwise: str = ""
    pieces: list[Piece] = field(default_factory=list)


def try_out(version: RuleVersion, name: str, text: str) -> Tried:
    """Ask the version, which need not be saved. Of its author nothing is known: as if they came today. Raises BadOption."""
    version.number = version.number or 0
    rule = rule_of(version, name or "it")
    now = timezone.now()
    subject = Subject(
        text=Text(text),
        at=now,
        article_id=version.article_id or 0,
        section_id=version.section_id or 0,
        language=version.language or "en",
        joined_at=now,
        score=score_now(text) if "score" in rule.test.looks_at else None,
    )
    rules = rules_of([rule])
    judgement = rules.judge(subject)
    if not judgement.spoke:
        return Tried(False, pieces=[(text, False)])
    reason = reasons(rules, subject, judgement)[0]
    pieces = pieces_of(text, [(start, end) for start, end in reason["evidence"]])
    return Tried(True, str(reason["words"]), str(reason.get("otherwise", "")), pieces)


def pieces_of(text: str, spans: list[Span]) -> list[Piece]:
    """The text in pieces, those in ``spans`` marked."""
    pieces: list[Piece] = []
    place = 0
    for start, end in spans:
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [(piece, marked) for piece, marked in [*pieces, (text[place:], False)] if piece]
