"""The desk: articles, revisions and the editorial workflow."""
