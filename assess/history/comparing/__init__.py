"""What changed between two scorings, and what each change did."""
