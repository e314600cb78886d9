"""The sentences of a report, each a function of numbers and names, in the reader's language."""
