"""Payers, plans, sourced rules, platforms."""
