"""How fast and how safely the outbox works."""
