"""Forms of the planning room, one file per subject."""
