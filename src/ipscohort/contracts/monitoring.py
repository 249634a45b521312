"""What monitoring counts by calendar quarter."""

from ipscohort.contracts.base import Column, Contract

QUARTERS = Contract(
    "quarters",
    "a calendar quarter of everybody or of one site",
    (
        Column("site", "text", "level of `monitoring.site`; all: everybody"),
        Column("quarter", "text", "year and quarter, such as 2015Q4"),
        Column("n_active", "integer", "persons analysed with a day of observation in it", low=0),
        Column("n_employed", "integer", "of them, at work on at least one day observed in it", low=0),
        Column("rate", "number", "n_employed / n_active", "nobody on the caseload", low=0, high=1),
        Column("conf_low", "number", "lower limit, Wilson", "nobody on the caseload", low=0, high=1),
        Column("conf_high", "number", "upper limit, Wilson", "nobody on the caseload", low=0, high=1),
        Column("n_included", "integer", "persons included in it", low=0),
        Column("n_job_starts", "integer", "competitive jobs begun in it", low=0),
        Column("n_first_jobs", "integer", "persons whose first job began in it", low=0),
        Column("days_to_first_job", "number", "their median days to it", "no first job", low=0),
        Column("complete", "flag", "whether observation covers the whole quarter"),
    ),
    key=("site", "quarter"),
)
