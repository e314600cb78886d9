"""Discrete Bayesian networks as arrays; numpy and scipy only."""
