"""The empty form below a thread: pages of other rooms include the thread and need not know the form."""

from django import template

from comments.forms import CommentForm

register = template.Library()


@register.simple_tag
def new_comment_form() -> CommentForm:
    """A form that nobody has sent yet."""
    return CommentForm()
