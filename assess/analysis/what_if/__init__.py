"""What a judgement would be if something were otherwise."""
