"""Cohen's kappa against figures that were reckoned by hand."""

import pytest

from moderation.opinions.kappa import kappa
from moderation.opinions.sampling import threshold


def pairs(table: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [pair for pair, count in table.items() for _ in range(count)]


def test_it_works() -> None:
    """po = .85, pe = .50, κ = .70; variance (.41564 + .01308 − .30250) / 25 = .005049."""
    found = kappa(pairs({("a", "a"): 40, ("a", "b"): 10, ("b", "a"): 5, ("b", "b"): 45}))
    assert (found.pairs, found.observed) == (100, pytest.approx(0.85))
    assert found.value == pytest.approx(0.70)
    assert found.low == pytest.approx(0.70 - 1.96 * 0.07106, abs=1e-4)
    assert found.high == pytest.approx(0.70 + 1.96 * 0.07106, abs=1e-4)


def test_three_outcomes() -> None:
    """po = 140/200, pe = .6·.5 + .3·.3 + .1·.2 = .41, κ = .29/.59."""
    rows = {"a": (88, 14, 18), "b": (10, 40, 10), "c": (2, 6, 12)}
    table = {
        (one, two): count for one, counts in rows.items() for two, count in zip("abc", counts, strict=True)
    }
    assert kappa(pairs(table)).value == pytest.approx(0.29 / 0.59)


def test_what_has_no_kappa_says_so() -> None:
    assert kappa([]).value is None
    same = kappa([("a", "a")] * 9)
    assert (same.observed, same.value, same.is_little) == (1.0, None, True)


def test_worse_than_chance_and_better_than_all_stay_in_bounds() -> None:
    assert kappa([("a", "b"), ("b", "a")] * 3).value == pytest.approx(-1.0)
    full = kappa([("a", "a"), ("b", "b")] * 40)
    assert (full.value, full.low, full.high) == (1.0, 1.0, 1.0)


def test_the_share_of_digests() -> None:
    assert [threshold(percent) for percent in (0, 3, 50)] == ["00000000", "07ae147a", "80000000"]
    assert threshold(100) > "f" * 64
