"""What was drawn, as bytes and back; what a process has unpacked it keeps."""

import io
import json
from functools import lru_cache

import numpy as np

from common.words import base_language
from related.models import Drawing
from related.telling import Telling

LANGUAGES_KEPT = 4  # unpacked, in one process


def packed(telling: Telling) -> bytes:
    """The drawing as bytes; places in the space of meanings are kept to three digits."""
    buffer = io.BytesIO()
    words = json.dumps({"idf": telling.idf, "rows": list(telling.rows), "tags": telling.tags})
    np.savez_compressed(
        buffer,
        words=np.frombuffer(words.encode(), np.uint8),
        basis=telling.basis.astype(np.float16),
        documents=np.array(telling.documents),
    )
    return buffer.getvalue()


def unpacked(data: bytes) -> Telling:
    """The drawing that the bytes hold."""
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        known = json.loads(found["words"].tobytes().decode())
        basis, documents = found["basis"].astype(np.float32), int(found["documents"])
    rows = {word: row for row, word in enumerate(known["rows"])}
    return Telling(documents, known["idf"], rows, basis, known["tags"])


def telling_of(language: str) -> Telling:
    """What is known of a language's archive; nothing before the first drawing. One query, two after a new drawing."""
    newest = Drawing.objects.filter(language=base_language(language)).order_by("-id")
    number = newest.values_list("pk", flat=True).first()
    return _kept(number) if number else _NOTHING


@lru_cache(maxsize=LANGUAGES_KEPT)
def _kept(number: int) -> Telling:
    return unpacked(bytes(Drawing.objects.values_list("packed", flat=True).get(pk=number)))


_NOTHING = Telling()
