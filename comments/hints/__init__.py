"""Possible corrections: from a comment to the desk, and the answer back to who sent it."""
