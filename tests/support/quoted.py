"""Sentences of tidy files that tables quote below them, to the letter."""

from __future__ import annotations

from ipscohort.catalogue.measures import HERE
from ipscohort.run.pipeline import Analysis


def quoted_sentences(found: Analysis, here: str = HERE) -> set[str]:
    """Rules of outcomes, what they add of these records, why there is none, warnings of models and times, and who was left out of a model and why.

    `here` is what parts a rule from what it adds, in the language of the analysis.
    """
    available = found.derived.availability
    rules = [str(rule) for rule in (*available["rule"], *available["why_not"].dropna())]
    added = [rule.partition(here)[2] for rule in rules]
    fits, levels = found.fitted.fits, found.fitted.estimates
    of_models = [*fits["warning"].dropna(), *fits["why_excluded"].dropna()]
    whole = fits.set_index(["model", "exposure", "adjustment"])["warning"].fillna("")
    own = [
        row["warning"].removesuffix(whole[row["model"], row["exposure"], row["adjustment"]])
        for _, row in levels[levels["warning"].notna()].iterrows()
    ]
    of_times = [*found.survived.estimates["warning"].dropna(), *found.survived.tests["warning"].dropna()]
    beside = (
        getattr(found.fitted, name)["warning"] for name in ("standardised", "associations", "imputed", "imputed_variables", "weighted")
    )
    of_models += [text for warnings in beside for text in warnings.dropna()]
    said = (*rules, *(text[:1].upper() + text[1:] for text in added), *of_models, *own, *of_times)
    return {f"{str(text).strip().rstrip('.')}." for text in said if str(text).strip()}
