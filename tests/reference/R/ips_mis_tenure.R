# The shipped cohort: tenure of the first job, from the jobs and persons that ips_mis_from_raw.R derived from the raw records.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "tenure_tables.R"))

values <- file.path(here, "..", "values")
j <- read.csv(file.path(values, "ips_mis_jobs.csv"))
p <- read.csv(file.path(values, "ips_mis_persons.csv"))
p$days <- p$ended <- NA
for (i in which(p$job_obtained == "yes")) {
  mine <- j[j$id == p$id[i], ]
  if (anyNA(mine$start_day)) next
  first <- mine[mine$start_day == min(mine$start_day), ]
  until <- ifelse(first$status == "ongoing", Inf, first$end_day)
  if (anyNA(until)) next
  p$days[i] <- min(max(until), p$last_day[i]) - first$start_day[1] + 1
  p$ended[i] <- max(until) <= p$last_day[i]
}
known <- p[!is.na(p$days), ]
known$ended <- as.numeric(known$ended)
steps <- with(known, tenure_steps("all", "all", days, ended))
rows <- with(known, tenure_row("all", "all", days, ended))
for (level in c("first half", "second half")) {
  some <- known[known$experience == level, ]
  steps <- rbind(steps, with(some, tenure_steps("experience", level, days, ended)))
  rows <- rbind(rows, with(some, tenure_row("experience", level, days, ended)))
}
write_values(steps, "ips_mis_tenure_steps")
write_values(rows, "ips_mis_tenure_medians")
