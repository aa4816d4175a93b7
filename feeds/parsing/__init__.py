"""Reading: one pure way from bytes to reports, of whatever format. Knows nothing of the database."""
