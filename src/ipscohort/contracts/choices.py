"""Tables on the choices that a paper leaves open, and what the printed figures say of them."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract

ALTERNATIVES = Contract(
    "alternatives",
    "an alternative to what the study does, tried against the printed figures",
    (
        Column("choice", "text", "what the paper leaves open"),
        Column("here", "text", "what this study does"),
        Column("alternative", "text", "what else could have been done"),
        Column("keys", "text", "settings changed for it"),
        Column("n_figures", "integer", "printed figures counted", low=0),
        Column("n_no_longer", "integer", "figures that match here and no longer match", "not computable: see why_not", low=0),
        Column("n_only_so", "integer", "figures that match under the alternative only", "not computable: see why_not", low=0),
        Column("why_not", "text", "why it could not be computed", "it could"),
    ),
    key=("choice", "alternative"),
)
"""Written by compare_definitions: replication/definitions.csv."""

CHANGED_FIGURES = Contract(
    "changed_figures",
    "a printed figure that matches under one of study and alternative",
    (
        Column("choice", "text", "what the paper leaves open"),
        Column("alternative", "text", "what else could have been done"),
        Column("id", "text", "name of the figure"),
        Column("where", "text", "where it is printed"),
        Column("quantity", "text", "what it is, in the paper's words"),
        Column("population", "text", "whom or what it is about, in the paper's words", "not said"),
        Column("printed", "text", "the figure as printed"),
        Column("recomputed_as_printed", "text", "the figure under the alternative, rounded as the paper prints it", "not computable"),
        Column("n_printed", "integer", "N printed with it", "none is printed, or the figure is itself an N", low=0),
        Column("n_recomputed", "integer", "N under the alternative", "not computable", low=0),
        Column("match", "flag", "whether value and N match under the alternative"),
    ),
    key=("choice", "alternative", "id"),
)
"""Written by compare_definitions: replication/definitions_figures.csv."""
