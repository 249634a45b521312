"""What the alternatives that the settings declare say of an estimate, in a sentence of its finding."""

from __future__ import annotations

from ipscohort.display.alternatives import at_a_glance, each_compared
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Note, together
from ipscohort.report.inputs import ReportInputs


def of_alternatives(inputs: ReportInputs, model: str, exposure: str) -> Note:
    """'Of 12 alternatives 12 point the same way ...', of each level that is compared; empty where the settings declare none."""
    if inputs.specifications is None:
        return Note()
    rows = inputs.specifications[inputs.specifications["model"].eq(model) & inputs.specifications["exposure"].eq(exposure)]
    compared, tables = list(each_compared(rows, inputs.settings.models.regressions)), inputs.settings.tables
    said = [(each.key["level"], found) for each in compared if (found := at_a_glance(each, tables))]
    return together([together([f"{level_word(level)}: " if len(compared) > 1 else "", found]) for level, found in said], "; ")
