"""The empty form below a thread: pages of other rooms include the thread and need not know the form."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from comments.forms import CommentForm
from comments.marking import Marks, marks_of

register = template.Library()


@register.simple_tag
def new_comment_form() -> CommentForm:
    """A form that nobody has sent yet."""
    return CommentForm()


@register.simple_tag
def talk_marks(person: User | AnonymousUser, article_id: int) -> Marks:
    """Whom the reader has muted, and whether they follow the thread. One query for who is signed in."""
    return marks_of(person, article_id)
