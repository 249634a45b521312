"""Sound settings and files of the newer parts, to be broken in one place at a time. All that they hold is made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from textwrap import indent

from tests.mistakes.workspace import PEOPLE, PEOPLE_HEAD, PLANTED, Workspace

Make = Callable[[Workspace], object]

LEFT = {0: "2015-09-01", 5: "2015-10-01", 10: "2016-06-01", 15: "2015-12-31"}
PEOPLE_MORE = [
    f"{person.rstrip(',')},{LEFT.get(n, '')},{'moved' if n in LEFT else ''},{'north' if n % 2 else 'south'}"
    for n, person in enumerate(PEOPLE)
]
MAPPED = (
    ("    observed_until: until\n", "    observed_until: until\n    observed_until_reason: why\n"),
    ("      mhi5:", "      site: {column: site, type: category, label: Site}\n      mhi5:"),
)

SAID = "says: Words., assumption: Made up"
FIDELITY = """\
fidelity:
  file: reviews.csv
  agency: agency
  date: day
  items: item_{n}
  participants_agency: site
"""
REVIEWS_HEAD = "agency,day," + ",".join(f"item_{n}" for n in range(1, 26))
REVIEWS = [
    "north,2014-01-10," + ",".join(["4"] * 25),
    "south,2014-01-20," + ",".join(["3"] * 25),
    "north,2015-03-10," + ",".join(["5"] * 25),
]
FUNDING = f"""\
funding:
  file: funding.csv
  id: pid
  funded_start: begun
  trajectory_end: over
  schemes:
    uwv:
      payer: UWV
      eligible: {{when: [{{variable: benefits, one_of: [disability]}}], {SAID}}}
      valid: {{first: 2014-01-01, {SAID}}}
      instalments: {{start: {{amount: 1000, at: start, {SAID}}}}}
      performance: {{amount: 500, hours_per_week: 12, lasting: 2 months, {SAID}}}
    town:
      payer: Town
      eligible: {{when: [{{variable: benefits, one_of: [social assistance]}}], {SAID}}}
      valid: {{first: 2014-01-01, last: 2018-12-31, {SAID}}}
      instalments: {{start: {{amount: 1500, at: start, {SAID}}}}}
"""
FUNDED = [f"P{n:02d},201{4 + n % 3}-0{1 + n % 9}-20,2019-0{1 + n % 9}-01" for n in range(1, 17)]
BUSINESS = """\
business_case:
  currency: euros
  price_year: 2017
  stakeholders: {agency: Agency, town: Town, client: Clients}
  costs:
    specialist: {label: Specialist, pays: agency, per: person, amount: 240, low: 160, high: 320, assumption: Made up}
    placement: {label: Bonus, pays: town, receives: agency, per: job_obtained, amount: 100, assumption: Made up}
  benefits:
    assistance:
      label: Assistance
      pays: town
      receives: client
      variable: benefits
      levels: {social assistance: {amount: 900, kept: 0.15, assumption: Made up}}
  comparator:
    days_worked: {amount: 60, low: 30, high: 120, assumption: Made up}
    share_employed: {amount: 0.25, assumption: Made up}
  shared_savings: {invested: [placement], savers: [town], shares: {agency: 0.5, town: 0.5}, losses_borne_by: agency, assumption: Made up}
  scenarios: {long: {label: Dearer, changes: {costs.specialist.amount: 300}, assumption: Made up}}
"""
THEMES = """\
themes:
  groups: [agency, town]
  segments: {file: segments.csv, segment: segment, person: who, group: group, theme: theme, subtheme: sub, direction: way, coder: coder, counted: first}
  interviewees: {file: interviewees.csv, person: who, group: group, characteristics: {years: {column: years, type: number, label: Years}}}
  codebook:
    money: {label: Money, definition: Who pays, subthemes: {secured: Secured}, explains: [{regression: job_obtained, exposure: funding, how: In words}]}
    law: {label: Laws, definition: Laws}
  roadmap: {file: roadmap.csv, steps: {1: Begin, 2: Go on}, region: region, step: step, state: state}
"""
SEGMENTS_HEAD = "segment,who,group,theme,sub,way,coder,words"
SEGMENTS = [
    f"s1,I1,agency,money,secured,facilitator,first,{PLANTED} said",
    f"s1,I1,agency,money,secured,barrier,second,{PLANTED} said",
    f"s2,I2,town,law,,barrier,first,{PLANTED} said",
    f"s3,I3,town,law,,,first,{PLANTED} said",
]
INTERVIEWED = ["I1,agency,3", "I2,town,4", "I3,town,5"]
ROADMAP = ["here,1,done", "here,2,partly", "there,1,intended"]
WAVES = """\
  waves:
    later:
      file: waves.csv
      id: pid
      wave: month
      scores: {mhi: {column: score, label: Mental health, range: [0, 100], waves: {0: mhi_0, 6: mhi_6}}}
"""
INCLUDED = [date.fromisoformat(person.split(",")[4]) for person in PEOPLE]
WAVE_ROWS = [
    f"P{n:02d},{month},{day + timedelta(days=1 + 30 * month)},{40 + n + month}" for n, day in enumerate(INCLUDED, 1) for month in (0, 6)
]
SCORES = "repeated:\n  scores: {mental_health: {waves: {0: mhi_0, 6: mhi_6}}}\n"
SERIES = """\
sensitivity:
  choices: [{choice: Which, here: none, alternatives: {adjusted: {models.confounders: [sex, age, unemployment]}}}]
  series:
    unemployment:
      file: series.csv
      period: quarter
      column_of_period: quarter
      column_of_value: value
      label: Unemployment
      unit: percent
      source: Made up
"""
QUARTERS = [f"{year}-Q{quarter},{8 - 0.1 * quarter:.1f}" for year in (2014, 2015, 2016) for quarter in (1, 2, 3, 4)]


def setting(*changes: tuple[str, str]) -> Make:
    """Other settings, else as they are."""
    return lambda space: space.setting(*changes)


def people(*changes: tuple[str, str]) -> Make:
    """Other text in the participants' file."""
    return lambda space: space.change("people.csv", *changes)


def jobs(*changes: tuple[str, str]) -> Make:
    """Other text in the jobs' file."""
    return lambda space: space.change("jobs.csv", *changes)


def also(text: str) -> Make:
    """More keys at the end of the settings."""
    return lambda space: space.append(text)


def family(begin: Make) -> Callable[..., Make]:
    """A way to break what `begin` adds: changes of settings, and of files by their names."""

    def broken(*changes: tuple[str, str], **files: tuple[str, str]) -> Make:
        def make(space: Workspace) -> None:
            begin(space)
            space.setting(*changes)
            for name, change in files.items():
                space.change(f"{name}.csv", change)

        return make

    return broken


def with_more_people(space: Workspace) -> None:
    """Why observation ended, and a site."""
    space.write("people.csv", f"{PEOPLE_HEAD},why,site", PEOPLE_MORE)
    space.setting(*MAPPED)


def with_programme(text: str) -> Make:
    def begin(space: Workspace) -> None:
        with_more_people(space)
        space.write("reviews.csv", REVIEWS_HEAD, REVIEWS)
        space.write("funding.csv", "pid,begun,over", FUNDED)
        space.append("programme:\n" + indent(text, "  "))

    return begin


def with_themes(space: Workspace) -> None:
    space.write("segments.csv", SEGMENTS_HEAD, SEGMENTS)
    space.write("interviewees.csv", "who,group,years", INTERVIEWED)
    space.write("roadmap.csv", "region,step,state", ROADMAP)
    space.append(THEMES)


def with_waves(space: Workspace) -> None:
    space.write("waves.csv", "pid,month,day,score", WAVE_ROWS)
    space.setting(("exposures:", f"{WAVES}exposures:"))
    space.append(SCORES)


def with_series(space: Workspace) -> None:
    space.write("series.csv", "quarter,value", QUARTERS)
    space.append(SERIES)


plain = family(with_more_people)
fidelity = family(with_programme(FIDELITY))
funding = family(with_programme(FUNDING))
both_programmes = family(with_programme(FIDELITY + FUNDING))
business = family(with_programme(BUSINESS))
themes = family(with_themes)
waves = family(with_waves)
series = family(with_series)

SOUND = {
    "more people": plain(),
    "fidelity": fidelity(),
    "funding": funding(),
    "fidelity and funding": both_programmes(),
    "business case": business(),
    "themes": themes(),
    "waves": waves(),
    "series": series(),
}
"""Each family as it is when nothing is wrong: a check must pass it, else its mistakes would prove nothing."""


MODELS = "models:\n"
RECRUITED = "  recruitment: {{source: Log, steps: [{{label: Asked, n: {asked}}}, {{label: Included, n: {included}{more}}}]}}\n"


def models(text: str):
    """More keys below models."""
    return setting((MODELS, f"models:\n  {text}\n"))


def recruitment(asked, included, more=""):
    return setting(("ingest:\n", RECRUITED.format(asked=asked, included=included, more=more) + "ingest:\n"))


def alternative(changes: str):
    """A choice with one alternative."""
    return also(f"sensitivity: {{choices: [{{choice: Which, here: this, alternatives: {{other: {changes}}}}}]}}\n")


def cut_off(text: str, *changes):
    return setting(("exposures:", f"  cut_offs: {{low: {text}}}\nexposures:"), *changes)
