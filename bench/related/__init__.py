"""How good the ranking is beside BM25, what each part of the blend gives, and what ranking and linking cost in a large archive."""
