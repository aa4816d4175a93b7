"""What can be appealed against in the talk: decisions on comments, and measures against people."""
