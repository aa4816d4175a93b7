"""The weekly training. A site without scikit-learn has no score, and that is no failure."""

from comments.scoring.learning import Unavailable
from comments.scoring.training import train as train_now


def train() -> str:
    """What became of it, in words."""
    try:
        return train_now().words
    except Unavailable as unavailable:
        return str(unavailable)
