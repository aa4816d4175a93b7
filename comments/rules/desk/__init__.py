"""Rules of the talk at the desk: the list, writing and trying one, its replay, and putting it in force."""

from comments.rules.desk import breakers, registered

__all__ = ["breakers", "registered"]
