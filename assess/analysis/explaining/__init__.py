"""Explanations of a judgement: weights of evidence, diagnosticity, variance shares, the graph behind a claim."""
