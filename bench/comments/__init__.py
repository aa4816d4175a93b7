"""What a talk costs when it is large: a million comments, one thread of fifty thousand, ten thousand that wait."""
