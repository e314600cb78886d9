"""Sentences of a report: each is a function of numbers and names, in the reader's language."""
