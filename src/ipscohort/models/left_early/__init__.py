"""Estimates weighted for who left early, beside those that count them as no: loaded only where the settings ask for it."""
