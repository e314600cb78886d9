"""Comparing scorings: the changes of the inputs, of the judgements, and the share of one in the other."""
