"""What a contract is: columns, types, keys, bounds, what a missing value means, and how a table is held to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "date", "yes_no", "flag"]

DTYPES: dict[str, str] = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[s]",
    "yes_no": "string",
    "flag": "boolean",
}
"""Contract type -> pandas dtype. yes_no holds the words yes and no."""


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    Attributes
    ----------
    name, kind, description : str
    missing : str
        What a missing value means; '' where none may be missing.
    unit : str
    low, high : float, optional
        Bounds, included.
    one_of : tuple of str
        Possible words, where they are few.
    """

    name: str
    kind: Kind
    description: str
    missing: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """One table.

    Attributes
    ----------
    name : str
    rows : str
        What one row is.
    columns : tuple of Column
    key : tuple of str
        Columns that name a row; no two rows share them.
    more : bool
        Whether columns named by the cohort's settings may follow (characteristics of participants).
    """

    name: str
    rows: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    more: bool = False

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def conform(self, frame: pd.DataFrame, *, copy: bool = True) -> pd.DataFrame:
        """The frame with contract columns first, in order and typed; absent optional columns are added as missing.

        Parameters
        ----------
        frame : DataFrame
        copy : bool
            Whether the result shares nothing with `frame`: needed where either is changed afterwards.

        Raises
        ------
        ContractError
            A column, type, key or bound doesn't hold. That is a fault of the program, not of the user.
        """
        import pandas as pd

        out = {}
        for column in self.columns:
            if column.name not in frame:
                if not column.missing:
                    raise ContractError(f"{self.name}: column {column.name} is absent")
                out[column.name] = pd.Series(index=frame.index, dtype=DTYPES[column.kind])
                continue
            try:
                typed = frame[column.name].astype(DTYPES[column.kind], copy=False)
                # A CSV file can't tell an empty text from a missing one: neither can a table.
                empty = column.kind == "text" and typed.isin([""]).any()  # half the time of comparing
                out[column.name] = typed.mask(typed == "") if empty else typed
            except (TypeError, ValueError) as error:
                raise ContractError(f"{self.name}: column {column.name} is not {column.kind} ({type(error).__name__})") from None
        rest = [name for name in frame.columns if name not in out]
        if rest and not self.more:
            raise ContractError(f"{self.name}: columns that the contract does not know: {', '.join(map(str, rest))}")
        result = pd.DataFrame({**out, **{name: frame[name] for name in rest}}, index=frame.index, copy=copy)
        result.index = pd.RangeIndex(len(result))
        self.check(result)
        return result

    def check(self, frame: pd.DataFrame) -> None:
        """Raise ContractError where a column is absent, wrongly missing, out of bounds, or a key repeats."""
        for column in self.columns:
            if column.name not in frame:
                raise ContractError(f"{self.name}: column {column.name} is absent")
            values = frame[column.name]
            if not column.missing and values.isna().any():
                raise ContractError(f"{self.name}: column {column.name} has missing values")
            words = column.one_of or (("no", "yes") if column.kind == "yes_no" else ())
            if words and not values.dropna().isin(words).all():
                raise ContractError(f"{self.name}: column {column.name} holds other words than {', '.join(words)}")
            if column.low is not None and (values < column.low).any():
                raise ContractError(f"{self.name}: column {column.name} goes below {column.low}")
            if column.high is not None and (values > column.high).any():
                raise ContractError(f"{self.name}: column {column.name} goes above {column.high}")
        if self.key and self._key_repeats(frame):
            raise ContractError(f"{self.name}: the key {', '.join(self.key)} repeats")

    def _key_repeats(self, frame: pd.DataFrame) -> bool:
        """Whether two rows share the key; of rows that stand person by person, in rising order, that is seen at a glance."""
        first, last = self.key[0], self.key[-1]
        if len(self.key) == 2 and frame[last].dtype == DTYPES["integer"] and len(frame):
            values, number = frame[first].to_numpy(), frame[last].to_numpy(dtype="int64", na_value=-1)
            begins = values[1:] != values[:-1]
            if (begins | (number[1:] > number[:-1])).all() and frame[first].iloc[[0, *(begins.nonzero()[0] + 1)]].is_unique:
                return False
        return bool(frame.duplicated(list(self.key)).any())

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        import pandas as pd

        return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.kind]) for c in self.columns})


class ContractError(Exception):
    """A table between two stages is not what the contract says: a fault of the program."""


ID = Column("id", "text", "id of the person")
"""The person's id, in every table of persons."""
