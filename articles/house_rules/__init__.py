"""House rules: finding them in a text, proving them by their examples, replaying them over the archive."""
