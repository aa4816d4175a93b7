"""``make lint`` and ``make test``: every check of the house, on servers of its own, with one line for each."""
