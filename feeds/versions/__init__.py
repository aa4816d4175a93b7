"""What a wire sends again: its versions, what changed in them, and what follows for the desk's own text."""
