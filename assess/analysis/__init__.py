"""What can be asked of a scoring."""
