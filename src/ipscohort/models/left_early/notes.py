"""What a reader must know of weights for who left early, each in a sentence."""

from __future__ import annotations

from collections.abc import Collection

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.models.sample import label_of
from ipscohort.words import say, say_n

LARGE, THIN = 10.0, 0.5
"""A weight, and an effective share of the persons, from which on it is said."""


def nobody_left(unknown: int) -> str:
    """That there is nobody to weight for."""
    said = say("Nobody in the model left early without a job, so there is nobody to weight for.")
    return " ".join([said, *left_out(unknown)]) if unknown else said


def closed_by_date(n: int, variable: str, codebook: Codebook) -> str:
    """Why nobody is weighted where records were closed and the date of inclusion is in the model as a number."""
    return say_n(
        "The records of {n} person were closed before the end of follow-up (data lock), and {label} is the date of inclusion: whose records were closed hangs "
        "on that date alone, so that nobody of the same date can stand for them, and no weighted estimate is given.",
        "The records of {n} persons were closed before the end of follow-up (data lock), and {label} is the date of inclusion: whose records were closed hangs "
        "on that date alone, so that nobody of the same date can stand for them, and no weighted estimate is given.",
        n,
        label=label_of(variable, codebook),
    )


def group_closed(n: int, variable: str, level: str, codebook: Codebook) -> str:
    """Why nobody is weighted where nobody of a group by the date of inclusion was followed to the end."""
    return say_n(
        "The records of {n} person of '{level}' ({label}) were closed before the end of follow-up (data lock), and nobody of that group, which follows from the "
        "date of inclusion, was followed to the end: nobody can stand for them, and no weighted estimate is given.",
        "The records of {n} persons of '{level}' ({label}) were closed before the end of follow-up (data lock), and nobody of that group, which follows from the "
        "date of inclusion, was followed to the end: nobody can stand for them, and no weighted estimate is given.",
        n,
        level=level_word(level),
        label=label_of(variable, codebook),
    )


def few_left(lost: int, closed: int, coefficients: int) -> list[str]:
    """That those who were lost are few for the model of leaving."""
    if closed:
        text = "The weights rest on {n} person who left early or whose records were closed, for {k} coefficients: they are uncertain."
        many = "The weights rest on {n} persons who left early or whose records were closed, for {k} coefficients: they are uncertain."
        return [say_n(text, many, lost, k=coefficients)]
    text = "The weights rest on {n} person who left early, for {k} coefficients: they are uncertain."
    many = "The weights rest on {n} persons who left early, for {k} coefficients: they are uncertain."
    return [say_n(text, many, lost, k=coefficients)]


def of_weights(largest: float, effective: float, n: int) -> list[str]:
    """That few stand for many."""
    if largest <= LARGE and effective >= THIN * n:
        return []
    told = {"largest": number(largest, 1), "effective": number(effective, 0), "n": n}
    return [say("The largest weight is {largest}, and {n} persons tell as much as {effective}: few stand for many.", **told)]


def truncated(share: float | None) -> list[str]:
    """At which quantile weights are cut."""
    return [] if share is None else [say("Weights are truncated at their quantile {share}.", share=number(share, 2))]


def unknown_starts(n: int, ratios: list[float]) -> list[str]:
    """What the odds ratio is with unknown times at their latest, and between what it lies; nothing where all are known.

    Parameters
    ----------
    n : int
        Persons whose first job (or death) was at an unknown time.
    ratios : list of float
        With these at their earliest, at their latest, and some at the one and the others at the other.
    """
    if not n or len(ratios) < 2:
        return []
    return [
        say_n(
            "{n} person is in the model whose outcome is known and its time is not, as of who obtained a job that began at an unknown time: with that time "
            "taken as the earliest possible this is the estimate, as the latest possible the odds ratio is {latest}; it lies between about {least} and {most}.",
            "{n} persons are in the model whose outcome is known and its time is not, as of who obtained a job that began at an unknown time: with these "
            "times taken as the earliest possible this is the estimate, as the latest possible the odds ratio is {latest}; with some early and others late, by group "
            "and by how observation ended, it lies between about {least} and {most}.",
            n,
            latest=number(ratios[1], 2),
            least=number(min(ratios), 2),
            most=number(max(ratios), 2),
        )
    ]


def closed(n: int) -> list[str]:
    """That a part of those weighted for did not leave."""
    if not n:
        return []
    return [
        say_n(
            "{n} person did not leave, but the records were closed before the end of follow-up (data lock): weighted for too, as if the date of inclusion "
            "told nothing of having obtained a job.",
            "{n} persons did not leave, but the records were closed before the end of follow-up (data lock): they are weighted for too, as if the date of "
            "inclusion told nothing of having obtained a job.",
            n,
        )
    ]


def competing(n: int, reasons: Collection[str]) -> list[str]:
    """That who left for a competing reason stays without a job."""
    if not n:
        return []
    return [
        say_n(
            "{n} person who left for a competing reason ({reasons}) stays counted as no, and nobody stands for that person.",
            "{n} persons who left for a competing reason ({reasons}) stay counted as no, and nobody stands for them.",
            n,
            reasons=reasons_in_words(reasons),
        )
    ]


def left_out(n: int) -> list[str]:
    """Who can't be weighted; nobody of them obtained a job."""
    if not n:
        return []
    return [
        say_n(
            "{n} person without a job is left out, as it is unknown whether or when that person left.",
            "{n} persons without a job are left out, as it is unknown whether or when they left.",
            n,
        )
    ]
