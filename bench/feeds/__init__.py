"""What reading feeds is worth: corpora of others, damaged feeds, the processor's time, the way into the queue."""
