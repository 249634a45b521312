"""Analysis results as data: one row for each statistic of every stage, with its context.

The idea, and what a row must hold, are those of the analysis results data set of CDISC's Analysis Results Standard 1.0
(https://cdisc-org.github.io/analysis-results-standard, class OperationResult: rawValue, formattedValue, resultGroups). Names of
columns are those of pharmaverse's R package cards where it has one (group1, group1_level, variable, variable_level, context,
stat_name, stat_label, stat, warning: https://insightsengineering.github.io/cards).
"""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ABOUT
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

RESULTS = Contract(
    "results",
    "a statistic",
    (
        Column("id", "text", "name of the statistic; that of the first number in a table where it was computed for one"),
        Column("stage", "text", "stage of the analysis that computed it"),
        Column("file", "text", "file of the results that holds it, or the rows that it is computed from"),
        Column("context", "text", "kind of analysis: the file's name, or the table's"),
        Column("analysis", "text", "which one: a regression by its name, a measure of survival, a row of a table"),
        Column("variable", "text", "outcome or characteristic that it is about", "a count of persons or jobs"),
        Column("variable_level", "text", "level of it that is counted, or step of the flow", "it is not of one level"),
        Column("group1", "text", "exposure that makes the groups", "everybody"),
        Column("group1_level", "text", "level of the exposure", "everybody, or the model as a whole"),
        Column("reference", "text", "level compared with", "nothing is compared"),
        Column("term", "text", "confounder whose coefficient it is", "no coefficient of a confounder"),
        Column("term_level", "text", "its level", "no coefficient of a level of a confounder"),
        Column("adjustment", "text", ABOUT, "no regression"),
        Column("population", "text", "whom it is about", "not said: all persons analysed, or the group"),
        Column("time", "number", "horizon, time of a curve's step, or number of a period", "it is of no time"),
        Column("stat_name", "text", "name of the statistic"),
        Column("stat_label", "text", "the same in words"),
        Column("stat", "number", "its value, with every digit", "not defined: see warning"),
        Column("unit", "text", "unit", "none"),
        Column("stat_fmt", "text", "printed cell that shows it", "no table prints it"),
        Column("printed_in", "text", "ids of the numbers in tables that print it, separated by ;", "no table prints it"),
        Column("n", "integer", "persons or jobs behind it", "not said", low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "nothing that has events", low=0),
        Column("n_excluded", "integer", "left out", "not said", low=0),
        Column("role", "text", "role of a regression: primary, secondary, sensitivity", "no regression"),
        Column("method", "text", "how it was computed", "a count, or as its label says"),
        Column("warning", "text", "what a reader must know before using it", "nothing"),
        Column("synthetic", "flag", "whether the records are made up"),
    ),
    key=("id",),
)
"""Written by tables, when all is computed; no row is about a single person."""
