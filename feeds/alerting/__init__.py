"""What the desk is told of its feeds without asking: gone quiet, failing for long, gone, moved, changed in shape."""
