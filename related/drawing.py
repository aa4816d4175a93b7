"""Drawing from an archive how telling its words and tags are, and a space of meanings (latent semantic analysis). Pure.

The space is a truncated singular value decomposition of the articles' weighted words: words that stand in the same
articles come to lie near one another, so that two reports can be near without a word in common.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from related.profile import Profile
from related.telling import Matrix, Telling, rarity

DIMENSIONS = 100
# Fewer articles span a space of fewer dimensions: half their number, so that it is no mere list of them.
LEAST_ARTICLES = 20
WORDS = 60_000  # the most frequent; a rarer one hangs together with little
TAG_LEAST = 3  # articles that bear a tag, before it is asked what they have in common


def draw(profiles: Sequence[Profile]) -> Telling:
    """What the archive tells. Twice the same articles tell twice the same."""
    documents = len(profiles)
    seen = Counter(stem for profile in profiles for stem in profile.terms.stems)
    idf = {word: rarity(documents, frequency) for word, frequency in seen.items()}
    shared = [
        word for word, frequency in sorted(seen.items(), key=lambda one: (-one[1], one[0])) if frequency > 1
    ]
    rows = {word: row for row, word in enumerate(shared[:WORDS])}
    told = Telling(documents, idf, rows, _basis(profiles, idf, rows))
    return Telling(documents, idf, rows, told.basis, _tags(profiles, told))


def _basis(profiles: Sequence[Profile], idf: dict[str, float], rows: dict[str, int]) -> Matrix:
    """For each word its place in the space, times how telling it is."""
    if len(profiles) < LEAST_ARTICLES or len(rows) < LEAST_ARTICLES:
        return np.zeros((len(rows), 1), np.float32)
    table = _table(profiles, rows)
    telling = np.array([idf[word] for word in rows], np.float32)
    table = table.multiply(telling).tocsr()
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(table.indptr))
    dimensions = min(DIMENSIONS, len(profiles) // 2, len(rows) - 1)
    _articles, _strengths, words = svds(table, k=dimensions, rng=np.random.default_rng(1))
    return np.ascontiguousarray(words.T * telling[:, None], np.float32)


def _table(profiles: Sequence[Profile], rows: dict[str, int]) -> csr_matrix:
    columns, values, ends = [], [], [0]
    for profile in profiles:
        for stem, count in zip(profile.terms.stems, profile.terms.counts, strict=True):
            if stem in rows:
                columns.append(rows[stem])
                values.append(count)
        ends.append(len(columns))
    counts = np.log1p(np.asarray(values, np.float32))
    return csr_matrix((counts, columns, ends), shape=(len(profiles), len(rows)), dtype=np.float32)


def _tags(profiles: Sequence[Profile], told: Telling) -> dict[str, float]:
    """How much each tag tells: rare, and borne by articles that are nearer to one another than any two are."""
    bearers = defaultdict(list)
    for number, profile in enumerate(profiles):
        for tag in profile.tags:
            bearers[tag].append(number)
    if not bearers or told.basis.shape[1] < 2:
        return {}
    vectors = told.vectors(profiles)
    usual = _nearness(vectors)
    found = {}
    for tag, numbers in bearers.items():
        if len(numbers) >= TAG_LEAST:
            above = (_nearness(vectors[numbers]) - usual) / max(1e-9, 1 - usual)
            found[tag] = max(0.0, above) * rarity(len(profiles), len(numbers))
    return found


def _nearness(vectors: Matrix) -> float:
    """The mean cosine of any two of them."""
    number = len(vectors)
    together = float(np.square(vectors.sum(axis=0, dtype=np.float64)).sum())
    return (together - number) / max(1, number * (number - 1))


def older_than(profiles: Iterable[Profile], month: tuple[int, int]) -> list[Profile]:
    """Those published before the month (year, month) began: what may be known within it."""
    return [each for each in profiles if (each.published.year, each.published.month) < month]
