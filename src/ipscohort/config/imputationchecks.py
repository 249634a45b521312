"""References of `models.imputation`: variables that it can be of, and methods that fit their types and levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping, texts, yes
from ipscohort.errors import nearest

KEYS = ("models", "imputation")
OF_LEVELS = ("logistic", "ordinal", "multinomial")
METHODS = ("pmm", *OF_LEVELS)
Levels = Callable[[dict, str], list[str]]


def check_imputation(values: dict, types: dict[str, str], levels: Levels, report: Report) -> None:
    """Report variables that there are not or that are not imputed, methods that don't fit, and that there is nothing to impute for.

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
    if at(values, *KEYS) is None:
        return
    if (
        not mapping(values, "models", "regressions")
        and "first_job" in mapping(values, "models")
        and not yes(at(values, "models", "first_job"))
    ):
        report(
            KEYS,
            "no regression is declared, so there is none to impute for",
            "add one under models.regressions, or leave models.imputation out",
        )
    exposures = {as_text(name): as_text(at(exposure, "variable")) for name, exposure in mapping(values, "exposures").items()}
    _methods(values, types, exposures, levels, report)
    _auxiliary(values, types, exposures, report)


def _methods(values: dict, types: dict[str, str], exposures: dict[str, str], levels: Levels, report: Report) -> None:
    known = {**types, **dict.fromkeys(exposures, "")}
    used = {*exposures, *_confounders(values), *texts(values, *KEYS, "auxiliary")}
    for name, method in mapping(values, *KEYS, "methods").items():
        keys, name = (*KEYS, "methods", name), as_text(name)
        if name not in known:
            report(keys, f"there is no variable or exposure '{name}'", nearest(name, list(known)))
            continue
        if method not in METHODS:  # the reading of the settings says so
            continue
        made = [exposure for exposure, variable in exposures.items() if variable == name]
        if name not in used and made:
            report(keys, f"'{name}' is imputed as the exposure made from it", f"write {made[0]}")
        elif name not in used:
            what = f"'{name}' is in no regression and not auxiliary, so it is not imputed"
            report(keys, what, "leave it out, or add it to models.imputation.auxiliary")
        elif what := _unfitting(name, method, _type(values, types, name), _levels_of(values, name, levels)):
            report(keys, *what)


def _type(values: dict, types: dict[str, str], name: str) -> str:
    """Type of a variable, or of an exposure: groups where a split makes them."""
    exposure = mapping(values, "exposures", name)
    if exposure:
        return "category" if at(exposure, "split") is not None else types.get(as_text(at(exposure, "variable")), "")
    return types.get(name, "")


def _levels_of(values: dict, name: str, levels: Levels) -> list[str]:
    """Levels of a variable, or of an exposure; empty where the settings do not give them."""
    exposure = mapping(values, "exposures", name)
    if not exposure:
        return levels(values, name)
    if at(exposure, "split") is not None:
        return texts(exposure, "levels") or ["first", "second"]
    return levels(values, as_text(at(exposure, "variable")))


def _unfitting(name: str, method: str, kind: str, levels: list[str]) -> tuple[str, str] | None:
    """Why a method does not fit a variable, and what does; None where it does."""
    if kind in ("date", "text"):
        return f"'{name}' is a {kind}, which is not imputed", "leave it out"
    if kind == "number":
        return None if method == "pmm" else (f"'{name}' is a number, which {method} does not impute", "take pmm")
    two = kind == "yes_no" or len(levels) == 2
    fitting = "logistic" if two else "ordinal or multinomial" if levels else "logistic (two levels), ordinal or multinomial (more)"
    if method == "pmm":
        return f"'{name}' is no number, which pmm does not impute", f"take {fitting}"
    if method == "logistic" and len(levels) > 2:
        return f"'{name}' has {len(levels)} levels, and logistic is for two", f"take {fitting}"
    if method == "ordinal" and not two and len(levels) < 2:
        return f"the order of the levels of '{name}' is not given", "give its levels (or codes) in their order, or take multinomial"
    return None


def _confounders(values: dict) -> Iterator[str]:
    yield from texts(values, "models", "confounders")
    for regression in mapping(values, "models", "regressions").values():
        yield from texts(regression, "confounders")


def _auxiliary(values: dict, types: dict[str, str], exposures: dict[str, str], report: Report) -> None:
    named = texts(values, *KEYS, "auxiliary")
    everywhere = _in_every_regression(values, exposures)
    for position, name in enumerate(named):
        keys = (*KEYS, "auxiliary", position)
        made = [exposure for exposure, variable in exposures.items() if variable == name]
        if name not in types:
            if name not in named[:position]:
                report(keys, f"there is no variable '{name}'", nearest(name, types))
        elif name in named[:position]:  # said of the first where it is refused
            if not made and name not in everywhere and types[name] not in ("date", "text"):
                report(keys, f"'{name}' stands twice", "keep it once")
        elif types[name] in ("date", "text"):
            report(keys, f"'{name}' is a {types[name]}, from which nothing is imputed", "map it as a number or a category, or leave it out")
        elif made:
            report(keys, f"the exposure '{made[0]}' is made from '{name}', so it is no further variable", "leave it out")
        elif name in everywhere:
            report(keys, f"'{name}' is a confounder of every regression, so it is no further variable", "leave it out")


def _in_every_regression(values: dict, exposures: dict[str, str]) -> set[str]:
    """Confounders of each regression, the one of the time to the first job that is added among them."""
    shared = set(texts(values, "models", "confounders"))
    regressions = [each for each in mapping(values, "models", "regressions").values() if isinstance(each, dict)]
    own = [set(texts(each, "confounders")) if at(each, "confounders") is not None else shared for each in regressions]
    return set.intersection(shared, *own) if exposures else set()
