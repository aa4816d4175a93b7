"""Rules of the talk: what they look for, what follows from it, and the proof of what they would have done. Mostly pure."""
