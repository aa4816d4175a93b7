"""Reports of readers: filed, joined to the queue, settled by decisions, told of. They change no comment by themselves."""
