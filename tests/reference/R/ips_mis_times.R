# The shipped cohort: quartiles, restricted means up to the end of follow-up and follow-up, from the analysis file of the last `make`.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "time_tables.R"))
outcomes <- file.path(here, "..", "..", "..", "results", "ips_mis", "outcomes")
if (!file.exists(file.path(outcomes, "persons.sav"))) stop("results/ips_mis is not there: run `make` first")

d <- as.data.frame(haven::as_factor(haven::read_sav(file.path(outcomes, "persons.sav")), levels = "labels"))
included <- as.Date(d$inclusion_date)
# 30 calendar months, the day of the month clipped to the month's end; the last day is the day before. The latest of all is the horizon.
after <- as.POSIXlt(included)
after$mday <- 1L
after$mon <- after$mon + 30L
first <- as.Date(after)
next_month <- as.POSIXlt(first)
next_month$mon <- next_month$mon + 1L
length_of_month <- as.integer(as.Date(next_month) - first)
end <- first + pmin(as.POSIXlt(included)$mday, length_of_month) - 2
tau <- as.numeric(max(end - included))
d$event <- d$first_job_event == "yes"
d <- d[!is.na(d$follow_time), ]

rows <- own_rows("all", "all", d$follow_time, d$event, min(tau, known_to(d$follow_time, d$event)))
for (exposure in c("experience", "funding")) {
  levels <- list(experience = c("first half", "second half"), funding = c("municipality", "UWV"))[[exposure]]
  rows <- rbind(rows, level_rows(exposure, levels, d$follow_time, d$event, as.character(d[[exposure]]), tau))
}
write_values(rows, "ips_mis_times")
