"""Tables of reports, scored without a case for each instance."""
