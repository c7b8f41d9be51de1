"""Clinicians, practices, NPIs, tax identities, licenses, documents."""
