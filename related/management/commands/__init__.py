"""Commands of the linking."""
