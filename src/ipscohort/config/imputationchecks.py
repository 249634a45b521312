"""References of `models.imputation`: variables, and methods that fit their types."""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping, texts
from ipscohort.errors import nearest

KEYS = ("models", "imputation")
OF_LEVELS = ("logistic", "ordinal", "multinomial")


def check_imputation(values: dict, types: dict[str, str], levels: Callable[[dict, str], list[str]], report: Report) -> None:
    """Report variables that there are not, and methods that don't fit.

    Parameters
    ----------
    values : dict
    types : dict of str -> str
        Variable or scale -> its type.
    levels : callable
        Levels that the settings give a variable, in order.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    exposures = {as_text(name): as_text(at(exposure, "variable")) for name, exposure in mapping(values, "exposures").items()}
    for name, method in mapping(values, *KEYS, "methods").items():
        keys, name = (*KEYS, "methods", name), as_text(name)
        if name not in types and name not in exposures:
            report(keys, f"there is no variable or exposure '{name}'", nearest(name, [*types, *exposures]))
            continue
        number = types.get(name) == "number"
        if number != (method == "pmm"):
            fitting = "pmm" if number else "logistic, ordinal or multinomial"
            report(keys, f"'{name}' is {'a number' if number else 'no number'}, which {method} does not impute", f"take {fitting}")
        elif method == "ordinal" and name in types and types[name] != "yes_no" and len(levels(values, name)) < 2:
            report(
                keys, f"the order of the levels of '{name}' is not given", "give its levels (or codes) in their order, or take multinomial"
            )
    for position, name in enumerate(texts(values, *KEYS, "auxiliary")):
        if name not in types:
            report((*KEYS, "auxiliary", position), f"there is no variable '{name}'", nearest(name, types))
        elif types[name] in ("date", "text"):
            what = f"'{name}' is a {types[name]}, from which nothing is imputed"
            report((*KEYS, "auxiliary", position), what, "map it as a number or a category, or leave it out")
