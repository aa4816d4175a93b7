"""How the comments on an article are taken: by whom, seen before or after, until when. The narrowest rule that is set holds."""
