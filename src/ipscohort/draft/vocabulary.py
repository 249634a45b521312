"""Words by which columns are known: English, Dutch, German and Norwegian, in small letters without accents.

A word with a dash at its end or start stands for all that begin or end so: `geboor-` is geboortedatum, `-datum` is startdatum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

YES = {"1", "yes", "y", "true", "ja", "j", "wahr", "waar", "si", "oui"}
NO = {"0", "no", "n", "false", "nee", "nein", "nei", "nej", "falsch", "onwaar"}
"""Words for yes and no, as cells or value labels."""
MISSING = (
    "missing",
    "unknown",
    "not asked",
    "not known",
    "don't know",
    "refus",
    "onbekend",
    "weet niet",
    "wil niet",
    "weiger",
    "niet gevraagd",
    "ontbreek",
    "geen antwoord",
)
MISSING += (
    "unbekannt",
    "weiß nicht",
    "weiss nicht",
    "keine angabe",
    "fehlend",
    "verweiger",
    "ukjent",
    "vet ikke",
    "ubesvart",
    "ved ikke",
    "uoplyst",
    "ubesvaret",
    "no answer",
    "n.v.t",
)
"""Parts of value labels that say that a value is missing."""


@dataclass(frozen=True)
class Role:
    """What a column can be.

    Attributes
    ----------
    key : str
        Its key in the settings.
    kinds : tuple of str
        Kinds of content that fit.
    words : str
        Words of its name or label, apart by blanks.
    against : str
        Words that speak against it.
    """

    key: str
    kinds: tuple[str, ...]
    words: str
    against: str = ""

    def score(self, words: Iterable[str], kind: str) -> int:
        """How many words fit, 0 where the content does not or a word speaks against it."""
        words = tuple(words)
        if kind not in self.kinds or any(fits(word, self.against) for word in words):
            return 0
        return sum(fits(word, self.words) for word in words)


def fits(word: str, known: str) -> bool:
    """Whether a word is one of those known."""
    for one in known.split():
        if one.endswith("-") and one.startswith("-"):
            if one.strip("-") in word:
                return True
        elif (one.endswith("-") and word.startswith(one[:-1])) or (one.startswith("-") and word.endswith(one[1:])) or word == one:
            return True
    return False


DATE, ANY = ("date",), ("date", "number", "yes_no", "category", "text")
CODED = ("yes_no", "category", "text")
ID = "id ids nr nummer -nummer -nr number code client- klient- respondent- resp deltaker- teilnehmer- participant- subject- person- persoon- patient- pat pseudonym- record casenr casus- deelnemer- pid rid studie- study- kennung- kode chiffre-"

PERSON = (
    Role(
        "inclusion_date",
        DATE,
        "incl- inkl- einschluss- enrol- baseline- intake- t0 aanmeld- aufnahme- oppstart- recruit- random- start- begin- instroom-",
        "job- baan- werk- birth- geb-",
    ),
    Role("birth_date", DATE, "birth- born geboor- geboren- geburt- geb gebdat- gebdt gebdag gebd dob fodt fodsel- fods-"),
    Role(
        "birth_year",
        ("number",),
        "birthyear yob geboortejaar gebjaar geburtsjahr gebjahr fodselsar fodselsaar fodtar birth- geboor- geburt- fodsel- fodt",
        "weight gewicht- gewicht vekt place order",
    ),
    Role(
        "observed_until",
        DATE,
        "-until last- laatst- letz- sist- uitval- uitstroom- exit- left closed closing- afsluit- uitschrijf- ontslag- discharg- entlass- utskriv- drop- dropout- censor- end- eind- austritt- slut- avslutt- sidst- lost- observed observ-",
        "job- baan- werk- inclu- birth-",
    ),
    Role("observed_until_reason", CODED, "reason- reden- grund- arsak- why waarom", "job- baan- inclu-"),
)
"""Roles of columns of the participants' file that are no characteristics."""

CHARACTERISTICS = (
    Role("age", ("number",), "age leeftijd alter lft alder"),
    Role("sex", CODED, "sex gender geslacht geschlecht kjonn koen kon sekse man vrouw female male"),
    Role("education", CODED, "educ- opleid- bildung- utdann- uddann- schul- school- onderwijs-"),
    Role("marital_status", CODED, "marit- married burger- gehuwd- famil- zivil- sivil- partner- gift relat-"),
    Role("living", CODED, "living wonen woon- wohn- bo- bolig- huisvest- house- housing"),
    Role("diagnosis", CODED, "diagn- dsm icd stoornis- disorder-"),
    Role("benefits", CODED, "benefit- uitkering- leistung- ytelse- trygd-"),
    Role("funding", CODED, "funding- financier- finanz- finansi- payer- kostentr-"),
    Role("site", CODED, "site agency centre center locatie- instelling- standort- einrichtung- team region- regio- sted"),
    Role(
        "worked_past_5_years", ("yes_no",), "work5- worked gewerkt- werkerv- arbejd- -erfahrung erfahrung- erfaring- -erfaring experience-"
    ),
    Role("country_of_birth", CODED, "country- land herkomst- geboorteland herkunft- ethnic- ethnisch- migr-"),
)
"""Characteristics that confounders are usually taken from, in the order in which tables show them."""
CONFOUNDERS = ("age", "sex", "education", "worked_past_5_years")

SCALES = {"mhi5": ("mhi- mhi", 5), "rosenberg": ("rse- rse rosenb- rses-", 10)}
"""Questionnaire -> words of its items' names, and how many it has."""

JOB = (
    Role("start", DATE, "start- -start begin- -begin van vanaf from fra von ab aanvang- anfang- first- datstart sta"),
    Role("end", DATE, "end- -ende eind- -einde -eind -slut -slutt tot until to til bis ende slut- stop- last- einde- laatst- beendet-"),
    Role("end_status", CODED, "status- stand zustand- ongoing- loopt lopend- laufend- pagaende- still nog noch"),
    Role("hours_per_week", ("number", "category"), "hour- uren uur- stund- -stunden -uren -timer std time- timer hrs wekelijk- contract-"),
    Role("isco08", ("number", "category", "text"), "isco- isco08"),
    Role(
        "occupation",
        CODED,
        "occup- beroep- functie- beruf- yrke- stilling- title- titel- sector- branche- job functi-",
        "start- end- hour-",
    ),
    Role("wage", ("number",), "wage- loon- salar- lohn- gehalt- lonn- pay- verdien-"),
    Role("paid_prevailing_wage", CODED, "paid- betaald- bezahl- betalt- prevail- tarief- tarif- cao minimumloon-"),
    Role("regular_labour_market", CODED, "regul- ordinar- ordinaer- allgemein- market- arbeidsmarkt- arbeitsmarkt-"),
    Role("open_to_anyone", CODED, "open- anyone- iedereen- alle- apen-"),
    Role("competitive", ("yes_no", "category"), "compet- konkurr- kompet-"),
)
"""Columns of job records."""
CRITERIA = ("paid_prevailing_wage", "regular_labour_market", "open_to_anyone")
"""Those that together make a job competitive."""

PERIOD = {"weeks": "wk week- weken woche- uke- kw", "months": "mnd maand- month- monat- maned- mon mth"}
"""Unit -> words in the name of a column per week or month."""
LETTERS = {"weeks": "w", "months": "m"}
"""Unit -> letters that tell of it beside a word for work; alone, w may be work and m a measurement."""
WORK = "emp employ- work- werk- arbeit- jobb- job- baan- beschaft- werkte arbeid- sysselsatt-"
"""Words in the name of a column that says whether somebody worked."""
EVENT = Role(
    "event",
    ("yes_no",),
    "event- job- baan- work- werk- arbeit- obtained- gekregen- verkregen- employed status- jobb",
    "before- past- previous- histor- vroeger- eerder- -ervaring -erfahrung erfaring- fruher- tidligere-",
)
TIME = Role("time", ("number",), "time- tijd- zeit- tid- days dagen tage dager day- weeks weken wochen uker until tot")
SHELTERED = "shelter- beschut- geschutzt- vernet- subsid- volunt- vrijwill- ehrenamt- frivillig-"
"""Words that say the contrary of competitive."""

UNKNOWN = "unknown onbekend- unbekannt- ukjent missing- vermist-"
NEGATION = "not no geen niet kein- nicht ikke ingen longer meer mehr"
"""A status in these words can mean either, so it is asked."""
WITHOUT_WORK = f"{NEGATION} ohne unemploy- werkloos- arbeitslos- arbeidsledig-"
DOUBTFUL = "seek- zoek- such- sick- ziek- krank- leave verlof- syk-"
"""Words beside work that make a state the study's to say."""
STATUS = {
    "unknown": UNKNOWN,
    "ongoing": "ongoing still working loopt lopend- laufend- noch nog pagaende werkt continu-",
    "known": "known ended beendet- beeindigd- gestopt- avsluttet- finished stopped",
}
"""What a job's status is -> words that say so; the first that fits counts."""
FILLING = "is date datum dato einddatum enddatum sluttdato end ende job baan stelle stilling arbeit werk work"
"""Words that may stand beside those of a status or a state without adding anything."""


def nothing_else(words: Iterable[str], *known: str) -> bool:
    """Whether all words are known ones, or fill in: other words are what somebody wrote, and may name a person or an employer."""
    return all(fits(word, f"{FILLING} {' '.join(known)}") for word in words)
