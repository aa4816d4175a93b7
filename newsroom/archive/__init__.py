"""The whole site as one file that another instance reads back identically; docs/archive.md describes the format."""
