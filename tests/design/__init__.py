"""How the pages look: tokens, parts, tags, and a gallery to look at."""
