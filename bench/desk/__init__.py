"""What writing costs: opening, autosaving and publishing an article of 5,000 words with a long history and with a short one."""
