"""A score of comments, trained on the newsroom's own decisions: it orders and holds, and never refuses."""
