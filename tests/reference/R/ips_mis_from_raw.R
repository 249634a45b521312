# The shipped cohort from its raw files (data/ips_mis), read and cleaned here by the definitions that config/config.yaml
# states, in code that shares nothing with the pipeline: what each person and each job must come out as.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
raw <- file.path(here, "..", "..", "..", "data", "ips_mis")

day <- function(text, format = "%d-%m-%Y") as.Date(text, format = format)
after_months <- function(date, k) { # the day of the month clipped to that month's end
  month <- as.POSIXlt(format(date, "%Y-%m-01"), tz = "UTC")
  month$mon <- month$mon + k
  first <- as.Date(month)
  month$mon <- month$mon + 1
  last <- as.Date(month) - 1
  pmin(first + as.integer(format(date, "%d")) - 1, last)
}
yes <- function(values, codes) ifelse(is.na(values), NA, ifelse(values %in% codes, "yes", "no"))

# Participants: user-missing codes (8, 9) are blanks to haven; rows that stand twice are one.
p <- as.data.frame(haven::zap_labels(haven::read_sav(file.path(raw, "participants.sav"))))
p$id <- trimws(p$id)
p <- unique(p)
stopifnot(!anyDuplicated(p$id))
p$age <- as.numeric(p$inclusion - p$birth) / 365.25
mhi <- as.matrix(p[paste0("mhi", 1:5)])
mhi[, c(3, 5)] <- 7 - mhi[, c(3, 5)] # calm and happy: 1 is all of the time
p$mhi5 <- (rowSums(mhi) - 5) * 4
rse <- as.matrix(p[paste0("rse", 1:10)]) - 1
rse[, c(2, 5, 6, 8, 9)] <- 3 - rse[, c(2, 5, 6, 8, 9)]
p$self_esteem <- rowSums(rse)
p$sex <- c("female", "male")[p$sex]
p$married <- yes(p$marital, 2)
p$living_independently <- yes(p$living, 1:2)
p$born_netherlands <- yes(p$country, 1)
p$education <- ifelse(is.na(p$education), NA, ifelse(p$education >= 6, "high", "low or medium"))
p$worked_past_5_years <- yes(p$work5y, 1)
p$disability_benefits <- yes(p$benefits, 1:2)
p$psychotic_disorder <- yes(p$diagnosis, 1:3)
p$experience <- ifelse(p$inclusion >= as.Date("2015-11-19"), "second half", "first half")
p$last_day <- as.integer(after_months(p$inclusion, 30) - p$inclusion) - 1
recruited <- p$inclusion >= as.Date("2014-03-10") & p$inclusion <= as.Date("2017-07-27")
p <- p[recruited & p$consent == 1 & p$hospital == 0 & p$age >= 18 & p$age <= 65.995, ]

# Jobs: what each source says last of a job that it tells of several times. A job is known by person, start and first digit
# of ISCO-08; a row without occupation belongs to whatever else the source says of that person and start.
s <- read.csv2(file.path(raw, "specialists.csv"), colClasses = "character", fileEncoding = "UTF-8-BOM", na.strings = "")
month_only <- !is.na(s$start) & nchar(s$start) == 7
specialists <- data.frame(
  source = "specialists", id = trimws(s$client),
  start = day(ifelse(month_only, paste0("15-", substr(s$start, 6, 7), "-", substr(s$start, 1, 4)), s$start)), end = day(s$end),
  status = c("still working" = "ongoing", "ended" = "known", "ended, date not known" = "unknown")[s$status],
  hours = as.numeric(sub(",", ".", s$hours_per_week, fixed = TRUE)), group = ifelse(s$isco08 == "unknown", NA, substr(s$isco08, 1, 1)),
  paid = s$prevailing_wage == "yes", regular = s$regular_labour_market == "yes", open = s$open_to_anyone == "yes"
)
i <- as.data.frame(haven::zap_labels(haven::read_sav(file.path(raw, "interviews.sav"))))
interviews <- data.frame(
  source = "interviews", id = trimws(i$id), start = i$start, end = i$end, status = c("ongoing", "known", "unknown")[i$end_status],
  hours = i$hours, group = ifelse(is.na(i$isco08), NA, substr(sprintf("%04d", as.integer(i$isco08)), 1, 1)),
  paid = i$paid == 1, regular = i$regular == 1, open = i$open == 1
)
told_last <- function(rows) {
  undated <- unique(rows[is.na(rows$start), ])
  rows <- rows[!is.na(rows$start), ]
  by_start <- split(rows, paste(rows$id, rows$start))
  kept <- lapply(by_start, function(same) {
    groups <- unique(na.omit(same$group))
    if (length(groups) < 2) return(same[nrow(same), ])
    stopifnot(!anyNA(same$group))
    do.call(rbind, lapply(split(same, same$group), function(job) job[nrow(job), ]))
  })
  rbind(do.call(rbind, kept), undated)
}
specialists <- told_last(specialists[specialists$id %in% p$id, ])
interviews <- told_last(interviews[interviews$id %in% p$id, ])

# The specialists' record of a job replaces the interviews': same person and group, dates that overlap or touch.
span <- function(rows) {
  first <- as.numeric(rows$start)
  last <- as.numeric(rows$end)
  last[which(rows$status == "ongoing")] <- Inf
  data.frame(first = ifelse(is.na(first), last, first), last = ifelse(is.na(last), first, last))
}
own <- span(specialists)
other <- span(interviews)
replaced <- vapply(seq_len(nrow(interviews)), function(k) {
  alike <- specialists$id == interviews$id[k] & (is.na(specialists$group) | is.na(interviews$group[k]) | specialists$group == interviews$group[k])
  any(alike & own$first <= other$last[k] + 1 & other$first[k] <= own$last + 1, na.rm = TRUE)
}, NA)
j <- rbind(specialists, interviews[!replaced, ])
undecided <- j[is.na(j$paid & j$regular & j$open), ] # none is known not to be met, one is not known
j <- j[which(j$paid & j$regular & j$open), ] # a criterion unknown: not counted

of <- match(j$id, p$id)
j$start_day <- as.integer(j$start - p$inclusion[of])
j$end_day <- as.integer(j$end - p$inclusion[of])
j$last_day <- p$last_day[of]
early <- !is.na(j$start_day) & j$start_day < 0
at_entry <- early & (j$status == "ongoing" | (!is.na(j$end_day) & j$end_day >= 0))
p <- p[!p$id %in% j$id[at_entry], ]
before <- (early & j$status == "unknown") | (!is.na(j$end_day) & j$end_day < 0)
late <- !is.na(j$start_day) & j$start_day > j$last_day
j <- j[j$id %in% p$id & !before & !late, ]

# Days: from the start to the end, or to the last day of follow-up.
j$until <- ifelse(j$status == "ongoing", j$last_day, pmin(j$end_day, j$last_day))
j$days <- j$until - j$start_day + 1
days_of <- lapply(p$id, function(id) {
  rows <- j[j$id == id & !is.na(j$days), ]
  unique(unlist(Map(seq, rows$start_day, rows$until)))
})
starts_of <- lapply(p$id, function(id) j$start_day[j$id == id])
p$n_jobs <- lengths(starts_of)
p$job_obtained <- ifelse(p$n_jobs > 0, "yes", "no")
p$time_to_first_job <- vapply(starts_of, function(x) if (!length(x) || anyNA(x)) NA_real_ else min(x), 0)
p$time_worked <- ifelse(p$n_jobs > 0 & !p$id %in% j$id[!is.na(j$days)], NA, lengths(days_of))
p$worked_long <- ifelse(is.na(p$time_worked), NA, ifelse(p$time_worked >= 183, "yes", "no"))
employed <- function(month) {
  first <- as.integer(after_months(p$inclusion, month - 1) - p$inclusion)
  last <- as.integer(after_months(p$inclusion, month) - p$inclusion) - 1
  mapply(function(days, starts, a, b) if (anyNA(starts)) NA else any(c(days, starts) >= a & c(days, starts) <= b), days_of, starts_of, first, last)
}
for (month in 1:30) p[[paste0("month_", month)]] <- as.integer(employed(month))

persons <- p[order(p$id), c(
  "id", "inclusion", "birth", "job_obtained", "time_to_first_job", "time_worked", "worked_long", "n_jobs", "age", "sex", "married", "living_independently",
  "born_netherlands", "education", "worked_past_5_years", "disability_benefits", "psychotic_disorder", "mhi5", "self_esteem",
  "experience", "last_day", paste0("month_", 1:30)
)]
jobs <- j[order(j$id, j$start_day, j$group), c("id", "source", "start_day", "end_day", "status", "group", "hours", "days")]
# Jobs of unknown kind that can have begun in follow-up.
of <- match(undecided$id, p$id)
undecided$start_day <- as.integer(undecided$start - p$inclusion[of])
undecided$end_day <- as.integer(undecided$end - p$inclusion[of])
within <- ifelse(is.na(undecided$start_day), is.na(undecided$end_day) | undecided$end_day >= 0, undecided$start_day >= 0 & undecided$start_day <= p$last_day[of])
undecided <- undecided[!is.na(of) & within, c("id", "source", "start_day", "end_day", "status", "hours")]
write_values(undecided[order(undecided$id), ], "ips_mis_jobs_kind_unknown")
write_values(persons, "ips_mis_persons")
write_values(jobs, "ips_mis_jobs")
