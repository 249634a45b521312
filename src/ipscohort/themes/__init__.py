"""What interviews and meetings say: coded segments, themes of papers beside them, and a roadmap of steps.

Steps: reading, papers, roadmap (read and check) -> groups (small ones together) -> counting, agreement -> the tables and the figure.
"""

from __future__ import annotations

from ipscohort.tables.content import Table
from ipscohort.themes.agreement_table import agreement_table
from ipscohort.themes.find import Found, check_themes, find, frames
from ipscohort.themes.inputs import Inputs
from ipscohort.themes.joint_table import joint_table
from ipscohort.themes.paper_tables import published_by_group_table, published_table
from ipscohort.themes.progress_figure import alt_of, draw_progress
from ipscohort.themes.roadmap_table import roadmap_table
from ipscohort.themes.theme_tables import by_group_table, interviewees_table, quotes_table, subthemes_table


def tables(inputs: Inputs) -> dict[str, Table]:
    """Every table that the settings ask for, by name."""
    themes, builders = inputs.themes, []
    if themes.segments is not None:
        builders += [interviewees_table, by_group_table, subthemes_table, joint_table, agreement_table]
    if themes.quotes is not None:
        builders.append(quotes_table)
    if themes.papers:
        builders += [published_table, published_by_group_table]
    if themes.roadmap is not None:
        builders.append(roadmap_table)
    return {table.name: table for table in (build(inputs) for build in builders)}


__all__ = ["Found", "Inputs", "alt_of", "check_themes", "draw_progress", "find", "frames", "tables"]
