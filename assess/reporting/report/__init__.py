"""Reports: a first screen, a core, and annexes."""
