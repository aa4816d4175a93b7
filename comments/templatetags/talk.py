"""The empty form below a thread: pages of other rooms include the thread and need not know the form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from articles.talk.access import Access
from comments import guests
from comments.evidence import marked
from comments.forms import CommentForm
from comments.marking import Marks, marks_of
from comments.models import Comment
from moderation.evidence import spans_of

register = template.Library()


@register.simple_tag
def new_comment_form() -> CommentForm:
    """A form that nobody has sent yet."""
    return CommentForm()


@register.simple_tag
def talk_marks(person: User | AnonymousUser, article_id: int) -> Marks:
    """Whom the reader has muted, and whether they follow the thread. One query for who is signed in."""
    return marks_of(person, article_id)


@register.simple_tag
def marked_words(comment: Comment, reasons: Sequence[Mapping[str, Any]]) -> SafeString:
    """The comment's text with what the rules saw marked in it."""
    spans = spans_of(reasons, len(comment.text))
    return mark_safe(marked(comment.text, comment.html, spans))  # noqa: S308 — the sanitiser's, and marks


@register.simple_tag
def guests_may_write(access: Access) -> bool:
    """Whether a thread with this access takes texts of people without an account."""
    return guests.welcomes(access)
