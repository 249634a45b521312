"""A release: what of a cohort's results may leave the room, by declared rules of disclosure control.

Only exhibits for which a rule of protection is declared are released; all others are listed as not released. `parts` says how an
exhibit is added, `keys` how counts are named, `protect` what is hidden, `system` how it is proved that nothing hidden can be worked out.
"""
