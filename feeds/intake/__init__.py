"""Taking in: which reports are new, newer, or the same, and how they come to wait at the door."""
