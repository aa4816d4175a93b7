"""Appeals: statements of reasons, objections to decisions, and another person who decides on them."""
