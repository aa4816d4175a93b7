"""Asking feeds: when, how, and what is kept of each answer."""
