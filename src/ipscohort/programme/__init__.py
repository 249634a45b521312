"""The programme's side: what is known of the agencies beside the cohort. A package for each part of `programme` in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscohort.catalogue.stages import STAGES

if TYPE_CHECKING:
    import pandas as pd


def frames_of(found: Any, key: str) -> dict[str, pd.DataFrame]:
    """What a part leaves, by the files' names.

    Parameters
    ----------
    found : object
        What the part gives, with a field for each file.
    key : str
        Key of the settings that asks for the part, such as programme.funding.
    """
    files = (file for file in STAGES["programme"].files if file.asked_by == key)
    return {file.name: getattr(found, file.field or file.name) for file in files}
