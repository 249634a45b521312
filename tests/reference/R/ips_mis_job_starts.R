# The shipped cohort: mean number of jobs per person, from the jobs and persons that ips_mis_from_raw.R derived from the raw records. Jobs of
# unknown start are left out; `unknown` of them is placed on day 0, and at the last day it can have begun, for the bounds.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "job_start_tables.R"))

values <- file.path(here, "..", "values")
j <- read.csv(file.path(values, "ips_mis_jobs.csv"))
p <- read.csv(file.path(values, "ips_mis_persons.csv"))
starts_of <- function(ids, placed) lapply(ids, function(id) sort(placed[j$id == id & !is.na(placed)]))
last <- p$last_day[match(j$id, p$id)]
early <- ifelse(is.na(j$start_day), 0, j$start_day)
late <- ifelse(is.na(j$start_day), pmin(j$end_day, last, na.rm = TRUE), j$start_day)

steps <- bounds <- NULL
add <- function(exposure, level, some) {
  found <- job_start_steps(exposure, level, starts_of(some$id, j$start_day), some$last_day)
  steps <<- rbind(steps, found)
  at_end <- function(placed) tail(job_start_steps(exposure, level, starts_of(some$id, placed), some$last_day)$mean_jobs, 1)
  bounds <<- rbind(bounds, data.frame(exposure, level, mean_jobs = tail(found$mean_jobs, 1), earliest = at_end(early), latest = at_end(late)))
}
add("all", "all", p)
for (level in c("first half", "second half")) add("experience", level, p[p$experience == level, ])
write_values(steps, "ips_mis_job_starts_steps")
write_values(bounds, "ips_mis_job_starts_bounds")
write_values(job_start_test("experience", starts_of(p$id, j$start_day), p$last_day, p$experience), "ips_mis_job_starts_tests")
