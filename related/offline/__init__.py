"""Measuring the ranking on labelled reports in files: the same features and the same ranking as for readers."""
