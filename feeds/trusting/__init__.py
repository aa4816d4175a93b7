"""Trust: what a feed has earned by the desk's own decisions, and what is published by it without review."""
