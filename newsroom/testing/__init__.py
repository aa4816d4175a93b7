"""The cast and small factories that the tests of every room share."""
