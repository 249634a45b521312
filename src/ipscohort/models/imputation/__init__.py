"""Multiple imputation of the regressions' confounders and exposures, beside complete cases: loaded only where the settings ask for it."""
