"""Raises when it is imported."""

BROKEN = 1 / 0
