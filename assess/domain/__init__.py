"""What an analyst writes, as frozen values."""
