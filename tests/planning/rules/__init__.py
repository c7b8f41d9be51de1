"""Rules of planning that need no database."""
