"""The programme's side: what is known of the agencies beside the cohort. A package for each part of `programme` in the settings."""
