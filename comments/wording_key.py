"""The words of a comment without case, spaces and signs, as one short key: the same sentence is found by an index."""

from django.db.models import F, Func, Value
from django.db.models.functions import MD5, Lower

# In SQL, of the column that is put in; the index of the model has the same expression.
KEY = r"md5(regexp_replace(lower({}), '[^[:alnum:]]+', '', 'g'))"


def wording_key() -> MD5:
    """The same as an expression over ``text``."""
    letters = Func(Lower(F("text")), Value("[^[:alnum:]]+"), Value(""), Value("g"), function="regexp_replace")
    return MD5(letters)
