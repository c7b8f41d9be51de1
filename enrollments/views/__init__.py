"""Pages of applications: one file per kind of work."""
