"""Judgements with something otherwise: other sources, numbers, grades or prior odds."""
