"""The settings as they stand among the results, which may be passed on."""

from __future__ import annotations

from typing import Any

from ipscohort.config.plain import at

CODER = "coder 1"
"""What results call the coder whose codes are counted."""


def shown(settings: dict[str, Any]) -> dict[str, Any]:
    """A copy of the settings' plain values that names no coder and no interviewee.

    Parameters
    ----------
    settings : dict
        As `Settings.model_dump(mode="json")` gives them.

    Returns
    -------
    dict
        The coder whose codes are counted is CODER, as in the tables; what a file calls coders and interviewees (`codes`) is left out.
    """
    if not isinstance(at(settings, "themes", "segments"), dict):
        return settings
    themes = dict(settings["themes"])
    themes["segments"] = _without_codes(themes["segments"], ("coder", "person"))
    if themes["segments"].get("counted") is not None:
        themes["segments"]["counted"] = CODER
    if isinstance(themes.get("interviewees"), dict):
        themes["interviewees"] = _without_codes(themes["interviewees"], ("person",))
    return {**settings, "themes": themes}


def _without_codes(part: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: {**value, "codes": {}} if name in columns and isinstance(value, dict) else value for name, value in part.items()}
