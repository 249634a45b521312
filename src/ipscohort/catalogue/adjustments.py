"""What an exposure's model is adjusted for, and on whose rows: declared once."""

from __future__ import annotations

from ipscohort.words import later

CRUDE, ADJUSTED, MUTUAL = "crude", "adjusted", "mutual"
SAME_ROWS, ALONE = "crude_on_adjusted_rows", "alone_on_mutual_rows"

ADJUSTMENTS: dict[str, str] = {
    CRUDE: later("crude"),
    SAME_ROWS: later("crude, on the persons of the adjusted model"),
    ADJUSTED: later("adjusted"),
    ALONE: later("without the other exposures, on the persons of the model with all exposures"),
    MUTUAL: later("adjusted for the confounders and the other exposures"),
}
"""Name in the tidy files, in the order in which models are fitted -> what is said of it inside a sentence."""

WITH_DATE, WITH_AGENCY, WITH_BOTH = "with_date", "with_agency", "with_date_and_agency"
OF_FIDELITY: dict[str, str] = {
    **ADJUSTMENTS,
    WITH_DATE: later("adjusted for the confounders and the date of inclusion as a number"),
    WITH_AGENCY: later("adjusted for the confounders and the agency"),
    WITH_BOTH: later("adjusted for the confounders, the date of inclusion as a number and the agency"),
}
"""The same of the models of fidelity."""

ABOUT = (
    "crude; crude on the adjusted model's rows; adjusted for the confounders; mutual: adjusted for the confounders and the other exposures; "
    "alone on mutual rows: without the other exposures, on the mutual model's rows"
)
"""The same, as contracts describe the column."""
