"""The software that computed the results, with versions and what to cite."""

from __future__ import annotations

from ipscohort.manuscript.document import Block, Grid, Heading, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.manuscript.methods import joined

CITED = {
    "ipscohort": ("the analysis as a whole", "CITATION.cff of the project"),
    "Python": ("language", "Python Software Foundation, python.org"),
    "snakemake": ("order of the steps", "Moelder et al. 2021, F1000Research 10:33, doi 10.12688/f1000research.29032.2"),
    "numpy": ("arithmetic", "Harris et al. 2020, Nature 585:357-362, doi 10.1038/s41586-020-2649-2"),
    "pandas": ("tables", "McKinney 2010, Proc. 9th Python in Science Conf. 56-61, doi 10.25080/Majora-92bf1922-00a"),
    "scipy": ("distributions", "Virtanen et al. 2020, Nature Methods 17:261-272, doi 10.1038/s41592-019-0686-2"),
    "statsmodels": ("regressions", "Seabold & Perktold 2010, Proc. 9th Python in Science Conf. 92-96, doi 10.25080/Majora-92bf1922-011"),
    "firthmodels": ("Firth's penalised regression after separation", "firthmodels, Python package"),
    "lifelines": ("log-rank tests and survival curves", "Davidson-Pilon 2019, J Open Source Softw 4(40):1317, doi 10.21105/joss.01317"),
    "matplotlib": ("figures", "Hunter 2007, Comput Sci Eng 9(3):90-95, doi 10.1109/MCSE.2007.55"),
    "seaborn": ("one of the palettes", "Waskom 2021, J Open Source Softw 6(60):3021, doi 10.21105/joss.03021"),
    "pyarrow": ("files between steps", "Apache Arrow, arrow.apache.org"),
    "python-docx": ("Word documents", "python-docx, Python package"),
    "pyreadstat": ("SPSS, Stata and SAS files", "pyreadstat, Python package"),
}
"""Software -> what it is for, and what to cite."""
IN_TEXT = ("statsmodels", "lifelines", "snakemake")
"""What the sentence for the methods names."""


def software(inputs: ManuscriptInputs) -> list[Block]:
    """A sentence for the methods, and a table of everything."""
    versions = inputs.versions
    rows = tuple((name, version, *CITED.get(name, ("", f"{name}, Python package"))) for name, version in versions.items())
    return [
        Heading("Software", 1),
        Paragraph(in_a_sentence(inputs)),
        Grid(("Software", "Version", "For", "To cite"), rows, (0.15, 0.12, 0.25, 0.48)),
    ]


def in_a_sentence(inputs: ManuscriptInputs) -> str:
    """'Analyses were done with ipscohort 0.1.0 in Python 3.11.7, ...'."""
    versions = inputs.versions
    named = joined(f"{name} {versions[name]}" for name in IN_TEXT if name in versions)
    with_them = f", with {named}" if named else ""
    return f"Analyses were done with ipscohort {versions.get('ipscohort', '')} in Python {versions.get('Python', '')}{with_them}."
