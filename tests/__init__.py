"""The suite: one folder per room, and guards that watch over all of them."""
