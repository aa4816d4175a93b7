"""Adding feeds: finding them from any address, looking at what they would bring, and lists of them (OPML)."""
