"""Comparing scorings: the changes in inputs and in judgements, and how much each input contributes."""
