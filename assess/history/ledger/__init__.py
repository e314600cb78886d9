"""What was scored when, with all that it was made from."""
