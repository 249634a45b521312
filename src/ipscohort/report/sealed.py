"""How a page is made from a template, alike for every page: text is text, nothing foreign runs, and no character stands in it that nobody sees."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.catalogue.letters import seen
from ipscohort.display.printing import SYNTHETIC
from ipscohort.words import say, spoken

if TYPE_CHECKING:
    from jinja2 import Environment

    from ipscohort.config import Settings


def environment_of(folder: Path) -> Environment:
    """Templates of a folder, in which every text is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def sealed(environment: Environment, template: str, settings: Settings, css: str, script: str = "", **more: object) -> str:
    """A page with its own style and script, by whose digests a browser knows them: nothing else runs, whatever a label holds, and nothing is fetched.

    Parameters
    ----------
    environment : Environment
    template : str
    settings : Settings
        Of the cohort.
    css, script : str
        What stands in the page itself; no script where there is none.
    more
        What the template shows.
    """
    from markupsafe import Markup

    scripts = f"; script-src {_digest(script)}" if script else ""
    html = environment.get_template(template).render(
        settings=settings,
        language=spoken(),
        synthetic=say(SYNTHETIC) if settings.synthetic else "",
        policy=f"default-src 'none'; img-src data:; style-src {_digest(css)}{scripts}; base-uri 'none'; form-action 'none'",
        css=Markup(css),
        script=Markup(script),
        markup=Markup,
        **more,
    )
    return seen(html)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
