"""Which published articles belong together."""
