"""Analyses of a scoring: why, what if, and what to collect next."""
