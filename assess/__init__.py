"""Score claims from graded evidence, Bayes-exactly."""

__version__ = "0.1.0"
