"""Pages of the forecast room, one file per subject."""
