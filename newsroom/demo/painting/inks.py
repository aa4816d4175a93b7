"""Colours: few inks for each section of the paper, from night to paper, and one that glows."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Inks:
    """Six inks from dark to light, and two that stand out."""

    night: Colour
    deep: Colour
    mid: Colour
    soft: Colour
    pale: Colour
    paper: Colour
    glow: Colour
    accent: Colour


def _ink(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def _inks(codes: str) -> Inks:
    return Inks(*(_ink(code) for code in codes.split()))


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Between two inks: 0 is the one, 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


INKS = {
    "world": _inks("1d1a2f 3b2447 7a2f55 c0504f e79a6c f8e0bd ffd28a e8453c"),
    "business": _inks("1f2a2e 3c4a42 7c6a34 c08a35 e3b865 f6e8c8 ffdd8a c8502b"),
    "technology": _inks("0f1a3a 1d2f66 33509c 6f8fd0 b3c6ea eef1f6 7fe3d4 ff8a4c"),
    "science": _inks("0a2a33 0f4a54 1f7a7c 63b0a5 b4d8c6 f2efdd f7d774 e4633f"),
    "culture": _inks("24152f 45235a 7c3f7f c27a94 ebb9ae faeadb ffcf7d e0553f"),
    "sport": _inks("12281f 1f4a32 3a7a4a 86ad5c cfd28e f5f0d3 ffd45e e8623a"),
}
