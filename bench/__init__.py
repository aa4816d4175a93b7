"""Benchmarks: each measures ratios in one run, on servers of its own, and ends with one JSON line."""
