"""YAML in, with the place of every key; checks that need a file."""
