"""Record rules: rows kept, what was changed or set aside and why, and the flow of participants.

Steps (in `rules.RULES`, each a function with the rule's name): rows of participants -> end of observation -> persons
left out -> rows of jobs -> the same job in two sources -> competitive work -> jobs and inclusion -> panel. Fails with one
`UserError` that lists all rows which a rule set to `stop` has found.
"""

from ipscohort.clean.steps import Cleaned, clean_records

__all__ = ["Cleaned", "clean_records"]
