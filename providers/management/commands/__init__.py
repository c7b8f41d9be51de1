"""Commands of the providers room."""
