"""Values that a paper printed, and what this run gives in their place."""

from __future__ import annotations

from ipscohort.catalogue.statistics import FRAMES, STATISTICS, UNITS
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

PRINTED = Contract(
    "printed",
    "a value that a paper printed, and how it is recomputed",
    (
        Column("id", "text", "name of the value"),
        Column("where", "text", "where it is printed, such as Table 1"),
        Column("quantity", "text", "what it is, in the paper's words"),
        Column("population", "text", "whom or what it is about, in the paper's words", "not said"),
        Column("n", "integer", "N printed with it", "none is printed, or the value is itself an N", low=0),
        Column("printed", "text", "the value as printed: a number with its decimals, <number, a date, or - for one not defined"),
        Column("note", "text", "remark; of a value that is not covered, the reason", "none"),
        Column("frame", "text", "results that it is recomputed from", one_of=tuple(FRAMES)),
        Column("select", "text", "rows: column=value, alternatives with |, conditions with ; (column= selects blanks)", "all rows"),
        Column("column", "text", "column; of a count or percentage column=value; of frame settings a key", "a count of rows"),
        Column(
            "statistic",
            "text",
            "how it is computed",
            one_of=tuple(STATISTICS),
        ),
        Column(
            "unit",
            "text",
            "unit as printed: months (days / study.days_per_month), percent (100 x)",
            "as it is stored",
            one_of=tuple(UNITS),
        ),
        Column("line", "integer", "row in the file, its heading being 1", low=2),
    ),
    key=("id",),
)
"""Read from the file that `replication.printed_values` names."""

REPLICATION = Contract(
    "replication",
    later("a printed value beside the recomputed one"),
    (
        Column("id", "text", "name of the value"),
        Column("where", "text", "where it is printed"),
        Column("quantity", "text", "what it is, in the paper's words"),
        Column("population", "text", "whom or what it is about, in the paper's words", "not said"),
        Column("printed", "text", "the value as printed"),
        Column("recomputed", "text", "this run's value with every digit; a date; - where it is not defined", "not computable: see why_not"),
        Column("recomputed_as_printed", "text", "the same, rounded as the paper prints it", "not computable: see why_not"),
        Column("n_printed", "integer", "N printed with it", "none is printed, or the value is itself an N", low=0),
        Column("n_recomputed", "integer", "this run's N", "given by the settings, or not computable", low=0),
        Column("match_value", "flag", "whether the values agree as printed"),
        Column("match_n", "flag", "whether the Ns agree", "no N is printed, or the value is given"),
        Column("match", "flag", later("whether both do")),
        Column("given", "flag", "stated by the settings, so shown and not counted"),
        Column("not_covered", "flag", "no result stands for it, so it is shown with the reason and not counted"),
        Column("definition", "text", "statistic, population and N behind the value"),
        Column(
            "rule", "text", "operational rules of the outcome, the exposure and the statistic, separated by |", "the definition says it all"
        ),
        Column("source", "text", "file, column and rows in the results"),
        Column("why_not", "text", "why it could not be, or is not, recomputed", "it is"),
    ),
    key=("id",),
)
"""Written by replication, in the order of the printed file."""
