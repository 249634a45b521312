"""The persons of one regression, with what is imputed of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipscohort.config.analysis import Imputation
from ipscohort.models.imputation.chained import Imputed
from ipscohort.models.imputation.variables import Variable
from ipscohort.models.sample import Sample


@dataclass(frozen=True)
class Data:
    """The persons of one regression, with what is imputed of them.

    Attributes
    ----------
    sample : Sample
        Everybody of whom the outcome is known; values of other variables may be missing.
    variables : dict of str -> Variable
    imputed : Imputed or None
        None where nothing is.
    asked : Imputation
    """

    sample: Sample
    variables: dict[str, Variable]
    imputed: Imputed | None
    asked: Imputation

    def data_set(self, names: Iterable[str], i: int) -> Sample:
        """The sample with the missing values of some variables filled in as the i-th imputation has them."""
        rows = self.sample.rows
        filled = {name: self.variables[name].filled(self.imputed.values[name][i]) for name in names if self.variables[name].missing.any()}
        return replace(self.sample, rows=rows.assign(**{name: column.set_axis(rows.index) for name, column in filled.items()}))
