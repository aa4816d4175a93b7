"""Items that are known already get the keys of their guid and link, so that every identity rule finds them.

Stands for itself: the names as they were compared when this was written.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.db import migrations

CHUNK = 500
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|wt_\w+|at_(medium|campaign)\w*|ns_\w+|cmpid|ito|ref_?src)$"
)


def page(address):
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not TRACKING.match(pair[0].lower())))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(("", host + port, parts.path.rstrip("/"), query, fragment)).removeprefix("//")


def key(name):
    if not name:
        return None
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def guid_name(guid):
    if not guid.lower().startswith(("http://", "https://")):
        return guid
    _, _, fragment = guid.partition("#")
    return f"{page(guid)}#{fragment}" if fragment else page(guid)


def name_known(apps, schema_editor):
    model = apps.get_model("feeds", "ImportedItem")
    some = []
    for item in model.objects.only("guid", "link").iterator(chunk_size=CHUNK):
        item.guid_key, item.link_key = key(guid_name(item.guid)), key(page(item.link) if item.link else "")
        some.append(item)
        if len(some) == CHUNK:
            model.objects.bulk_update(some, ["guid_key", "link_key"])
            some = []
    model.objects.bulk_update(some, ["guid_key", "link_key"])


class Migration(migrations.Migration):
    dependencies = [("feeds", "0007_items_found_by_every_name")]

    operations = [migrations.RunPython(name_known, migrations.RunPython.noop)]
