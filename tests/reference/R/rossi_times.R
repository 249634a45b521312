# Rossi: quartiles, restricted means and follow-up of the time to the first week worked, up to week 52 and up to week 26; and of the
# time to arrest.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "time_tables.R"))

d <- rossi()
all_rows <- function(time, event, exposures, tau) {
  rows <- own_rows("all", "all", time, event, min(tau, known_to(time, event)))
  for (exposure in exposures) rows <- rbind(rows, level_rows(exposure, levels(d[[exposure]]), time, event, d[[exposure]], tau))
  rows
}
exposures <- c("financial_aid", "work_experience", "education")
write_values(rbind(
  cbind(case = "job, 52 weeks", all_rows(d$follow_time, d$job_obtained, exposures, 52)),
  cbind(case = "job, 26 weeks", all_rows(d$follow_time, d$job_obtained, exposures, 26)),
  cbind(case = "arrest, 52 weeks", all_rows(d$last_week, carData::Rossi$arrest == 1, c("financial_aid", "work_experience"), 52))
), "rossi_times")
