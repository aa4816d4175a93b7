"""Wires: the agencies' own formats (ninjs, NewsML-G2, NITF), read into the same reports as feeds."""
