"""Words, tables and reports made from results."""
