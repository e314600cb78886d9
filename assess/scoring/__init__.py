"""Scoring cases, and the results."""
