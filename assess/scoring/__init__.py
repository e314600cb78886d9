"""Scoring a case, and what can be asked of a score."""
