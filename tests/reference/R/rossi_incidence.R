# Rossi: cumulative incidence of the first week worked with an arrest as a competing exit, of all and by exposure.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "incidence_tables.R"))

d <- rossi()
d$cause <- ifelse(d$job_obtained, 1, ifelse(carData::Rossi$arrest == 1, 2, 0))
steps <- shares <- cuminc <- NULL
times <- c(13, 26, 52)
add <- function(exposure, level, some) {
  steps <<- rbind(steps, step_rows(exposure, level, some$follow_time, some$cause))
  shares <<- rbind(shares, share_rows(exposure, level, some$follow_time, some$cause, times))
  cuminc <<- rbind(cuminc, cuminc_rows(exposure, level, some$follow_time, some$cause, times))
}
add("all", "all", d)
for (exposure in c("financial_aid", "work_experience")) {
  for (level in levels(d[[exposure]])) add(exposure, level, d[d[[exposure]] == level, ])
}
write_values(steps, "rossi_incidence_steps")
write_values(shares, "rossi_incidence_shares")
write_values(cuminc, "rossi_incidence_cuminc")
