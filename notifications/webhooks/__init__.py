"""Other programs are told what happens here: signed, in order, once in effect."""
