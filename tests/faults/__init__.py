"""Faults against the real things: PostgreSQL, Redis, Celery workers and a mail server are hit while they work."""
