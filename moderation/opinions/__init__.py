"""Blind second opinions on a sampled share of decisions, and how far they agree."""
