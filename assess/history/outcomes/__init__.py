"""Outcomes of predictions, calibration, and rubrics that learn from them."""
