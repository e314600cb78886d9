"""What a reader is told first: the answer, what it rests on, and what would change it, picked from a scoring."""
