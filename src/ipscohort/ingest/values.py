"""Cells of one column as numbers, levels, yes/no or text. What can't be read is a problem with its rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.ingest.cells import Cells
from ipscohort.ingest.distinct import by_distinct
from ipscohort.ingest.gather import Gathered

NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
MOST, MOST_DAYS = 1e15, 1e6
"""Numbers, and counts of days or periods, lie below these: larger ones are slips, and whole numbers lose their digits there."""
FEW_LEVELS = 5
"""Levels that a category of the smallest cohort may have, each of one person."""
YES_NO = {"1": "yes", "yes": "yes", "true": "yes", "y": "yes", "0": "no", "no": "no", "false": "no", "n": "no"}
"""Words taken for yes and no where the settings give no codes. Other languages' words are not guessed."""


def numbers(cells: Cells, gathered: Gathered, *, whole: bool = False, days: bool = False) -> pd.Series:
    """Cells as numbers.

    Parameters
    ----------
    cells : Cells
        With codes, a code stands for the number that the settings give it; other cells are numbers themselves.
    gathered : Gathered
    whole : bool
        Whether only whole numbers are right, as for days and periods that are counted.
    days : bool
        Whether the numbers are times in days or periods, whole or not.

    Returns
    -------
    Series of Float64
        Missing where the cell is, and where it is a problem.
    """
    known = cells.distinct
    text = known.values.map(lambda code: cells.codes.get(code, code)).astype("string") if cells.codes else known.values
    plain = text
    if cells.decimal == ",":
        dotted = text.str.contains(".", regex=False).fillna(False)
        plain = text.str.replace(",", ".", regex=False).mask(dotted, "?")
    good = plain.str.fullmatch(NUMBER).fillna(False)
    result = pd.to_numeric(plain.where(good), errors="coerce").astype("Float64")
    wrong = pd.Series(~np.isfinite(result.to_numpy(dtype=float, na_value=np.nan)), index=text.index)
    if wrong.any():
        gathered.problems.add(cells.where, "text that is no number", _remedy(cells, text[wrong]), rows=known.rows(wrong))
    result = _possible(result.mask(wrong), MOST_DAYS if whole or days else MOST, cells, gathered)
    broken = (result % 1).ne(0).fillna(False)
    if whole and broken.any():
        remedy = "days and periods are counted in whole numbers"
        gathered.problems.add(cells.where, "numbers that are not whole", remedy, rows=known.rows(broken))
        result = result.mask(broken)
    return known.spread(result)


def _possible(result: pd.Series, most: float, cells: Cells, gathered: Gathered) -> pd.Series:
    """Numbers of the distinct values within what anything measured can be; others are slips of the keyboard, or stand for something else."""
    beyond = result.abs().ge(most).fillna(False)
    if beyond.any():
        what = f"not a possible {'number of days or periods' if most == MOST_DAYS else 'number'} ({most:,.0f} or more)"
        remedy = f"mend the cells, or declare stand-ins under {cells.key}.missing"
        gathered.problems.add(cells.where, what, remedy, rows=cells.distinct.rows(beyond))
    return result.mask(beyond)


MAKE_NUMBERS = (
    "make them numbers where the file comes from, and save it again (in Excel: select the column, Data > Text to Columns, in its third step "
    "Advanced, decimal separator {mark})"
)
"""What helps where numbers stand as text in a format that has numbers."""


def _remedy(cells: Cells, wrong: pd.Series) -> str:
    """What to do about text that is no number; a comma or a dot in it can be a decimal mark or stand between thousands."""
    other, name = (",", "comma") if cells.decimal == "." else (".", "dot")
    thousands = rf"[+-]?\d{{1,3}}(?:[{other}]\d{{3}})+(?:[{cells.decimal}]\d+)?"
    if wrong.str.fullmatch(thousands).any():
        mark = f"set decimal: '{other}' for the file" if cells.plain_text else MAKE_NUMBERS.format(mark=other)
        decimal = f"if it is the decimal mark, {mark}"
        return f"a {name} before three digits: if it stands between thousands (1234), take it out, for such marks are not read; {decimal} (1.234)"
    if cells.decimal == "." and wrong.str.fullmatch(r"[+-]?\d+,\d+").any():
        mark = "set decimal: ',' for the file" if cells.plain_text else MAKE_NUMBERS.format(mark=",")
        return f"if the commas are decimal ones, {mark}"
    if wrong.str.fullmatch(r"-?\d+:\d{2}(?::\d{2}(?:\.\d+)?)?").any():
        return "a time of day or a duration: compute it as a number in the unit that is meant (hours, days), and export again"
    return f"mend the cells, or declare codes such as NA under {cells.key}.missing"


def levels_of(cells: Cells, order: list[str]) -> tuple[str, ...]:
    """Levels of a category: as declared, else by the codes, else by the file's value labels, else those that occur, sorted."""
    if order:
        return tuple(order)
    if cells.codes or cells.labels:
        return tuple(dict.fromkeys((cells.codes or cells.labels).values()))
    found = cells.distinct.values
    as_number = pd.to_numeric(found, errors="coerce")
    return tuple(found.iloc[np.argsort(as_number)] if as_number.notna().all() else sorted(found))


def refuse_persons_own(cells: Cells, order: list[str], gathered: Gathered) -> None:
    """Refuse a category whose levels are not declared and mostly one person's each: names, days or free text would stand in every table.

    Parameters
    ----------
    cells : Cells
    order : list of str
        Levels that the settings declare.
    gathered : Gathered
        Takes the problem, which names no value.
    """
    if order or cells.codes or cells.labels:
        return
    rows = cells.text.value_counts()
    if len(rows) > FEW_LEVELS and 2 * int(rows.eq(1).sum()) > len(rows):
        what = (
            f"no category: {len(rows)} different values in {int(rows.sum())} rows, most of them in one row only, as names and free text are"
        )
        remedy = f"map it as type: text, or leave it out, so that no table shows it; if it is a category, list {cells.key}.levels or .codes"
        gathered.problems.add(cells.where, what, remedy)


def categories(cells: Cells, gathered: Gathered, order: list[str] | tuple[str, ...] = ()) -> pd.Series:
    """Cells as levels: by the settings' codes, else by the file's value labels, else as they are.

    Parameters
    ----------
    cells : Cells
    gathered : Gathered
    order : list of str
        Levels that the settings declare; without codes, a cell must hold one of them.

    Returns
    -------
    Series of string
    """
    known, values = cells.codes or cells.labels, cells.distinct.values
    result = values.map(known).astype("string") if known else values
    lost = cells.refuse_lost_digits("codes", gathered)
    strange = result.isna() & ~values.isin(cells.text[lost])
    _refuse_codes(cells, strange, list(known), gathered)
    outside = result.notna() & ~result.isin(list(order)) if len(order) else strange & False
    if outside.any():
        found = "value labels of the file" if known else "values"
        what = f"{found} that are not among the levels of {cells.key}"
        gathered.problems.add(
            cells.where, what, f"levels: {', '.join(order)}; add codes or levels there", rows=cells.distinct.rows(outside)
        )
    return cells.distinct.spread(result)


def _refuse_codes(cells: Cells, strange: pd.Series, known: list[str], gathered: Gathered) -> None:
    """Cells whose value (of the distinct ones) leads nowhere."""
    if not strange.any():
        return
    named = ", ".join(f"'{code}'" for code in known)
    if cells.codes:
        what, of = f"values that are no code of {cells.key}", "its codes are"
    else:
        what, of = "values without a value label in the file", "labelled are"
    remedy = f"{of} {named}; add what is missing to {cells.key}.codes, or to .missing"
    gathered.problems.add(cells.where, what, remedy, rows=cells.distinct.rows(strange))


def yes_no(cells: Cells, gathered: Gathered) -> pd.Series:
    """Cells as the words yes and no: by the settings' codes, else by value labels, else 1/0, yes/no, true/false, y/n.

    Value labels in other words than these are not guessed, whatever their codes: 1 may be labelled 'ja' or 'nee'.
    """
    if cells.codes:
        words = {code: YES_NO.get(level.lower()) for code, level in cells.codes.items()}
        if None in words.values():
            gathered.problems.add(cells.where, f"codes of {cells.key} lead to other words than yes and no", "map each code onto yes or no")
            return pd.Series(pd.NA, index=cells.text.index, dtype="string")
        result = cells.distinct.values.map(words).astype("string")
        _refuse_codes(cells, result.isna(), list(cells.codes), gathered)
        return cells.distinct.spread(result)
    if cells.labels:
        words = {code: YES_NO.get(label.strip().lower()) for code, label in cells.labels.items()}
    else:
        words = {word: YES_NO.get(word.lower()) for word in cells.distinct.values}
    result = cells.distinct.values.map({code: word for code, word in words.items() if word}).astype("string")
    strange = result.isna()
    if strange.any():
        what = "value labels that are not the words yes and no" if cells.labels else "values that are not 1/0, yes/no, true/false or y/n"
        remedy = f"say what they mean: {cells.key}: {{column: {cells.settings.column}, codes: {{...: yes, ...: no}}}}"
        gathered.problems.add(cells.where, what, remedy, rows=cells.distinct.rows(strange))
    return cells.distinct.spread(result)


def one_of(cells: Cells, words: tuple[str, ...], gathered: Gathered) -> pd.Series:
    """Cells as words of the contract, by the settings' codes, else as they are."""
    values = cells.distinct.values
    result = values.map(cells.codes).astype("string") if cells.codes else values.str.lower()
    strange = ~result.isin(words)
    if strange.any():
        remedy = f"map each code onto one of {', '.join(words)} in {cells.key}.codes"
        gathered.problems.add(cells.where, f"values that do not lead to {', '.join(words)}", remedy, rows=cells.distinct.rows(strange))
    return cells.distinct.spread(result.mask(strange))


def words(cells: Cells, gathered: Gathered) -> pd.Series:
    """Cells as text: by codes or value labels where there are any, else as they are, blanks around them trimmed."""
    if cells.codes or cells.labels:
        return categories(cells, gathered)
    cells.refuse_lost_digits("values", gathered)
    if pd.api.types.is_string_dtype(cells.values) and not pd.api.types.is_numeric_dtype(cells.values):
        return by_distinct(lambda values: values.str.strip(), cells.values)  # free text: a trailing .0 belongs to it
    return cells.text
