"""How fast is it? Loads 100,000 applications, serves them through gunicorn and measures whole pages."""
