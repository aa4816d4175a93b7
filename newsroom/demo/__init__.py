"""The demo: a fictional paper, its people, texts and pictures, a wire that goes on sending, and a catcher for mail."""
