"""The index of the search page. The expression is the one in reader/searching.py, to the letter."""

from django.db import migrations

CREATE = """
CREATE INDEX reader_search ON articles_revision USING gin ((
    setweight(to_tsvector('simple', headline), 'A')
    || setweight(to_tsvector('english', headline || ' ' || standfirst), 'B')
    || setweight(to_tsvector('english', body), 'C')
)) WHERE state = 'live';
CREATE INDEX reader_headline_likeness ON articles_revision USING gin (headline gin_trgm_ops) WHERE state = 'live';
"""
DROP = "DROP INDEX reader_search; DROP INDEX reader_headline_likeness;"


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
