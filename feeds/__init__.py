"""What comes in: feeds, fetching, parsing, the imported items."""
