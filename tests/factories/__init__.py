"""Rows for tests: one file per room; `tenant.py` knows how a tenant row finds its organization."""
