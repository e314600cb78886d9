"""What was scored when, what came of it, and what is learned from that."""
