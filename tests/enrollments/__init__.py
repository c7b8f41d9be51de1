"""Tests of enrollments."""
