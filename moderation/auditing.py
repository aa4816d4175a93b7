"""The register of what can be proven afterwards: ``manage.py audit <name>`` runs every proof of that name.

The door registers its own; a room whose rows depend on decisions registers more in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """The first row that does not hold, and why. ``table`` and ``row`` name it."""

    table: str
    row: int
    words: str


@dataclass(frozen=True)
class Proof:
    """One thing to verify. ``run`` returns how many rows it looked at, or the first breach."""

    audit: str  # ledger | workflow
    name: str
    run: "Callable[[], int | Breach]"


@dataclass(frozen=True)
class Verdict:
    """What one proof came to."""

    proof: str
    checked: int
    breach: Breach | None


_proofs: list[Proof] = []


def register(proof: Proof) -> None:
    """Add a proof; the same name again replaces it."""
    _proofs[:] = [known for known in _proofs if (known.audit, known.name) != (proof.audit, proof.name)]
    _proofs.append(proof)


def audits() -> list[str]:
    """The names that ``manage.py audit`` takes."""
    return sorted({proof.audit for proof in _proofs})


def hold(audit: str) -> Iterator[Verdict]:
    """Run the proofs of one audit, one after the other."""
    for proof in _proofs:
        if proof.audit == audit:
            found = proof.run()
            checked, breach = (0, found) if isinstance(found, Breach) else (found, None)
            yield Verdict(proof.name, checked, breach)
