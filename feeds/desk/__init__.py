"""What the desk does with an imported item."""
