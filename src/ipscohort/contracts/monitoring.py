"""What monitoring counts by calendar quarter."""

from ipscohort.contracts.base import Column, Contract

QUARTERS = Contract(
    "quarters",
    "a calendar quarter of everybody, of one site, or of those whose site is not known",
    (
        Column(
            "group", "text", "who: everybody, those of a site, or those whose site is not known", one_of=("all", "site", "site not known")
        ),
        Column("site", "text", "level of `monitoring.site`", "the group is not that of a site"),
        Column("quarter", "text", "year and quarter, such as 2015Q4"),
        Column("n_active", "integer", "persons analysed with a day of observation in it", low=0),
        Column(
            "n_employed",
            "integer",
            "of them, at work on at least one day observed in it, the last day of a job as `outcomes.last_day` says",
            low=0,
        ),
        Column("rate", "number", "n_employed / n_active", "nobody on the caseload", low=0, high=1),
        Column("conf_low", "number", "lower limit, Wilson", "nobody on the caseload", low=0, high=1),
        Column("conf_high", "number", "upper limit, Wilson", "nobody on the caseload", low=0, high=1),
        Column("n_included", "integer", "persons included in it", low=0),
        Column("n_job_starts", "integer", "competitive jobs begun in it", low=0),
        Column("n_first_jobs", "integer", "persons whose first job began in it", low=0),
        Column("days_to_first_job", "number", "their median days to it", "first jobs of fewer than five persons", low=0),
        Column("complete", "flag", "whether the group was observed from before its first day to its last"),
    ),
    key=("group", "site", "quarter"),
)
