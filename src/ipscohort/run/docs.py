"""Everything in the project that is made from the program's own classes and catalogue, by `python -m ipscohort docs`."""

from __future__ import annotations

from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.config.docs import documentation


def generated() -> dict[str, str]:
    """Path from the project's folder -> content: the settings' documentation, and the captions of Snakemake's own report."""
    captions = {f"workflow/report/{name}.rst": f"{exhibit.caption}\n" for name, exhibit in (TABLES | FIGURES).items()}
    return {f"config/{name}": text for name, text in documentation().items()} | captions
