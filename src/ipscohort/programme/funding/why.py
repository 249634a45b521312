"""Why a payment is not paid, or nobody can say: the words of the files, said in the reader's language where they show."""

from __future__ import annotations

from ipscohort.words import later

NOT_RUNNING = later("the trajectory had ended")
TOO_LONG = later("later than the scheme pays")
CEILING = later("the ceiling is reached")
LOW_FIDELITY = later("fidelity below what the scheme asks for")
NOT_OFFERED = later("not offered at the funded start")
NO_JOB = later("no competitive job")
BEFORE = later("the job began before funding, or before it was offered")
LATE = later("placed too late")
FEW_HOURS = later("too few hours a week")
LOW_WAGE = later("wage below the share")
SHORT = later("the job ended too soon")
REASONS = (NO_JOB, BEFORE, LATE, FEW_HOURS, LOW_WAGE, SHORT)
"""Of a placement that earned nothing, from the one that is farthest from earning: of several jobs the nearest counts."""
LATER = later("due after the last day observed")
STILL_OPEN = later("a placement in time was still possible after the last day observed")
START_UNKNOWN = later("funded start not known")
SCHEME_UNKNOWN = later("not known whether the scheme applies")
FIDELITY_UNKNOWN = later("fidelity not known")
JOB_UNKNOWN = later("dates, hours, wage or kind of a job not known")
HOURS_UNKNOWN = later("hours paid for not recorded")
NO_PRICE = later("price not stated")
CUT = later("cut by the ceiling")
