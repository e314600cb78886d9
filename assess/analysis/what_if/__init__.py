"""Judgements under other inputs: other sources, numbers, grades or prior odds."""
