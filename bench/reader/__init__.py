"""How quick the article page is, beside an empty Django view and a bare Django article page on the same database."""
