"""What must be said wherever fidelity of the agencies is an exposure, alike in tables and in the manuscript."""

from __future__ import annotations

from ipscohort.words import later

FEW = 5
"""Agencies, or distinct totals, below which the output warns."""
FEW_AGENCIES = later(
    "With few agencies (here {agencies}) fidelity can't be told apart from calendar time, nor from anything else that differs between them."
)
CORRELATED = later("Correlation of fidelity with the date of inclusion: Pearson {pearson}, Spearman {spearman}.")
WITHIN = later("Within agencies, each about its own means, the correlation is {within}.")
EXPLAINED = later(
    "Agency and date of inclusion together explain {share} of the variance of the total (R squared), a variance inflation factor of {vif}."
)
EXPLAINED_ALL = later("Agency and date of inclusion together explain the total entirely, so that no model can hold all three.")
NOT_CORRELATED = later("The correlation of fidelity with the date of inclusion is not defined, as one of them does not vary.")
CLUSTERED = later(
    "Persons of one agency share its reviews; limits and p-values take them for independent and so are too narrow where agencies differ otherwise."
)
OBSERVATIONAL = later(
    "These are associations: agencies that rate higher may differ in their clients, their labour market and their funding."
)
TURNS = later(
    "{outcomes}: fidelity's estimate changes direction when the date of inclusion (as a number or by its groups), the agency, or both are in the model. What is "
    "seen without them is then in part that of a later inclusion or of another agency; nor does the other direction say that higher fidelity does harm: its limits "
    "say how little can be told."
)
