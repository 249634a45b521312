"""How the shipped synthetic cohort was made: a search for records whose analysis gives the printed values. It is no part of ipscohort, which does not know of it."""
