"""Tables on the choices that a paper leaves open, and what the printed values say of them."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract

ALTERNATIVES = Contract(
    "alternatives",
    "an alternative to what the study does, tried against the printed values",
    (
        Column("choice", "text", "what the paper leaves open"),
        Column("here", "text", "what this study does"),
        Column("alternative", "text", "what else could have been done"),
        Column("keys", "text", "settings changed for it"),
        Column("n_values", "integer", "printed values counted", low=0),
        Column("n_no_longer", "integer", "values that match here and no longer match", "not computable: see why_not", low=0),
        Column("n_only_so", "integer", "values that match under the alternative only", "not computable: see why_not", low=0),
        Column("why_not", "text", "why it could not be computed", "it could"),
    ),
    key=("choice", "alternative"),
)
"""Written by compare_definitions: replication/definitions.csv."""

CHANGED_VALUES = Contract(
    "changed_values",
    "a printed value that matches under one of study and alternative",
    (
        Column("choice", "text", "what the paper leaves open"),
        Column("alternative", "text", "what else could have been done"),
        Column("id", "text", "name of the value"),
        Column("where", "text", "where it is printed"),
        Column("quantity", "text", "what it is, in the paper's words"),
        Column("population", "text", "whom or what it is about, in the paper's words", "not said"),
        Column("printed", "text", "the value as printed"),
        Column("recomputed_as_printed", "text", "the value under the alternative, rounded as the paper prints it", "not computable"),
        Column("n_printed", "integer", "N printed with it", "none is printed, or the value is itself an N", low=0),
        Column("n_recomputed", "integer", "N under the alternative", "not computable", low=0),
        Column("match", "flag", "whether value and N match under the alternative"),
    ),
    key=("choice", "alternative", "id"),
)
"""Written by compare_definitions: replication/definitions_values.csv."""
