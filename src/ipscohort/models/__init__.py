"""Regressions of the outcomes on the exposures: crude and adjusted, with what a reader must know beside each number.

`fit.fit_models` fits them. Nothing is imported here, so that the settings can read `families` without a statistics library.
"""
