"""The door: workflows as data, transitions, decisions, the queue."""
