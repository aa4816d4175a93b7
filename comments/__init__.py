"""Threads under articles."""
