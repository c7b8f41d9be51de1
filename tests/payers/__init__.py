"""Tests of payers."""
