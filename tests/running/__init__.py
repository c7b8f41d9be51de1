"""The processes of a site: broker, worker, beat, health, start and stop."""
