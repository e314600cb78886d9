"""What a reader sees first: the answer, what it rests on, and what would change it, selected from a scoring."""
