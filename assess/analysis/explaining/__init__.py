"""Explaining a judgement: weights of evidence, diagnosticity, variance shares, and the graph behind a claim."""
