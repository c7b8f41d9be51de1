"""Applications, their timeline, contracts, network status, follow-ups."""
