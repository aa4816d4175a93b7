"""A trained model as plain numbers: how it is stored, read and asked. Nothing of it can run."""

import sys
from array import array
from dataclasses import dataclass
from hashlib import sha256
from math import exp

from comments.scoring.features import SIZE, features


class Damaged(ValueError):
    """What is stored is no model, or was changed since."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One number for each place, and one for all."""

    places: "array[float]"
    intercept: float

    def score(self, text: str) -> float:
        """How likely people are to refuse the text, 0 to 1."""
        places = self.places
        total = self.intercept + sum(places[place] * weight for place, weight in features(text).items())
        return 1 / (1 + exp(-max(-40.0, min(40.0, total))))

    def to_bytes(self) -> bytes:
        """Float32, little endian: the places, then the intercept."""
        return _little(array("f", [*self.places, self.intercept])).tobytes()


def checksum(stored: bytes) -> str:
    """What a stored model is known by."""
    return sha256(stored).hexdigest()


def from_bytes(stored: bytes, expected: str) -> Weights:
    """Raises Damaged."""
    if checksum(stored) != expected or len(stored) != 4 * (SIZE + 1):
        raise Damaged("The stored score model does not match its checksum.")
    numbers = array("f")
    numbers.frombytes(stored)
    numbers = _little(numbers)
    return Weights(numbers[:-1], numbers[-1])


def _little(numbers: "array[float]") -> "array[float]":
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
