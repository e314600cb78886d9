"""What came of predictions, and what is learned from it."""
