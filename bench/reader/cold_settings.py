"""Our site as it stands, except that no page is ever found in the store: each is made, packed and stored anew."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import MIDDLEWARE as OURS

MIDDLEWARE = ["bench.reader.cold.AlwaysColdMiddleware", *OURS[1:]]
