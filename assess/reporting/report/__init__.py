"""Reports: a first screen, a core behind it, and annexes."""
