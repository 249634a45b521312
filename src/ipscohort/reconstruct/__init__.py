"""How the shipped synthetic cohort was made: a search for records whose analysis gives the printed figures. Nothing imports it."""
