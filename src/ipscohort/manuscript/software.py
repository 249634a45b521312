"""The software that computed the results, with versions and what to cite."""

from __future__ import annotations

from ipscohort.display.phrasing import joined
from ipscohort.manuscript.document import Block, Grid, Heading, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.words import later, say

CITED = {
    "ipscohort": (later("the analysis as a whole"), later("CITATION.cff of the project")),
    "Python": (later("language"), "Python Software Foundation, python.org"),
    "snakemake": (later("order of the steps"), "Moelder et al. 2021, F1000Research 10:33, doi 10.12688/f1000research.29032.2"),
    "numpy": (later("arithmetic"), "Harris et al. 2020, Nature 585:357-362, doi 10.1038/s41586-020-2649-2"),
    "pandas": (later("tables"), "McKinney 2010, Proc. 9th Python in Science Conf. 56-61, doi 10.25080/Majora-92bf1922-00a"),
    "scipy": (later("distributions"), "Virtanen et al. 2020, Nature Methods 17:261-272, doi 10.1038/s41592-019-0686-2"),
    "statsmodels": (
        later("regressions"),
        "Seabold & Perktold 2010, Proc. 9th Python in Science Conf. 92-96, doi 10.25080/Majora-92bf1922-011",
    ),
    "firthmodels": (later("Firth's penalised regression after separation"), ""),
    "lifelines": (
        later("log-rank tests and survival curves"),
        "Davidson-Pilon 2019, J Open Source Softw 4(40):1317, doi 10.21105/joss.01317",
    ),
    "matplotlib": (later("figures"), "Hunter 2007, Comput Sci Eng 9(3):90-95, doi 10.1109/MCSE.2007.55"),
    "seaborn": (later("one of the palettes"), "Waskom 2021, J Open Source Softw 6(60):3021, doi 10.21105/joss.03021"),
    "pyarrow": (later("files between steps"), "Apache Arrow, arrow.apache.org"),
    "python-docx": (later("Word documents"), ""),
    "pyreadstat": (later("SPSS, Stata and SAS files"), ""),
}
"""Software -> what it is for, and what to cite; itself where that is blank."""
IN_TEXT = ("statsmodels", "lifelines", "snakemake")
"""What the sentence for the methods names."""


def software(inputs: ManuscriptInputs) -> list[Block]:
    """A sentence for the methods, and a table of everything."""
    versions = inputs.versions
    rows = tuple((name, version, *_cited(name)) for name, version in versions.items())
    return [
        Heading(say("Software"), 1),
        Paragraph(in_a_sentence(inputs)),
        Grid((say("Software"), say("Version"), say("For"), say("To cite")), rows, (0.15, 0.12, 0.25, 0.48)),
    ]


def in_a_sentence(inputs: ManuscriptInputs) -> str:
    """'Analyses were done with ipscohort 0.1.0 in Python 3.11.7, ...'."""
    versions = inputs.versions
    named = joined(f"{name} {versions[name]}" for name in IN_TEXT if name in versions)
    found = {"ipscohort": versions.get("ipscohort", ""), "python": versions.get("Python", "")}
    if not named:
        return say("Analyses were done with ipscohort {ipscohort} in Python {python}.", **found)
    return say("Analyses were done with ipscohort {ipscohort} in Python {python}, with {named}.", named=named, **found)


def _cited(name: str) -> tuple[str, str]:
    """What a library is for, and what to cite: itself where no paper is known."""
    purpose, cite = CITED.get(name, ("", ""))
    return say(purpose) if purpose else "", say(cite) if cite else say("{name}, Python package", name=name)
