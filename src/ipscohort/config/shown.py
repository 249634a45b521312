"""The settings as they stand among the results, which may be passed on."""

from __future__ import annotations

from typing import Any

from ipscohort.config.plain import at

CODER = "coder 1"
"""What results call the coder whose codes are counted."""

HEADING = (
    "The cohort's settings in full: what its file says, and every default. To run it again, put it into that file's folder and call it by the "
    "cohort's name."
)
REPLACED = (
    f"Put back themes.segments.counted, the coder whose codes are counted, here called {CODER}; and, where the cohort's own file has "
    "them, the codes of coders and interviewees, which are left out here."
)


def heading(settings: dict[str, Any]) -> str:
    """What stands above the settings among the results: what they are, and what of them must be put back before they are run again."""
    return HEADING if shown(settings).get("themes") == settings.get("themes") else f"{HEADING} {REPLACED}"


def shown(settings: dict[str, Any]) -> dict[str, Any]:
    """A copy of the settings' plain values that loads again, and names no coder and no interviewee.

    Parameters
    ----------
    settings : dict
        As `Settings.model_dump(mode="json")` gives them.

    Returns
    -------
    dict
        Without `models.bootstrap` where there is none, as an empty key is refused. The coder whose codes are counted is CODER, as in the tables;
        what a file calls coders and interviewees (`codes`) is left out.
    """
    if isinstance(models := settings.get("models"), dict) and "bootstrap" in models and models["bootstrap"] is None:
        settings = {**settings, "models": {name: value for name, value in models.items() if name != "bootstrap"}}
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
