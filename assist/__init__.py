"""What is generated from an article; always labelled, always through the door."""
