"""What the steps of a run load: whoever runs many of them can load it once."""

LIBRARIES = (
    "ipscohort.run.pipeline",
    "ipscohort.run.provenance",
    "ipscohort.replication",
    "ipscohort.tables.render",
    "ipscohort.report",
    "ipscohort.manuscript",
    "ipscohort.monitoring",
    "ipscohort.sensitivity",
    # What the library imports only where it is used
    "statsmodels.discrete.discrete_model",
    "scipy.stats",
    "lifelines.statistics",
    "matplotlib.backends.backend_svg",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_agg",
    "docx",
    "jinja2",
    "openpyxl",
    "pyreadstat",
)
"""Modules; with those that they import, all that takes long to load."""
