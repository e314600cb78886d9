"""What was scored when, and what moved and why."""
