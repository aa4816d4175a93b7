"""What the talk stores: one noun per file."""

from comments.models.comment import MAX_DEPTH, MAX_LENGTH, Comment

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "Comment"]
