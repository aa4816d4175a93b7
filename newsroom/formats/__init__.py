"""How dates and times are written in each language; found by ``FORMAT_MODULE_PATH``. News runs on 24 hours in all of them."""
