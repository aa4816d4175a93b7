"""A library without tables: one noun per file, each used by at least two apps."""
