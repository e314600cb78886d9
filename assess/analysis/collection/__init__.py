"""Plans of what to collect next."""
