# The shipped cohort: states by day, from the jobs and persons that ips_mis_from_raw.R derived. Who has a job of unknown start or end is left out.
# Nobody left early there; small_states.R has who does.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "state_tables.R"))

values <- file.path(here, "..", "values")
j <- read.csv(file.path(values, "ips_mis_jobs.csv"))
p <- read.csv(file.path(values, "ips_mis_persons.csv"))
until <- ifelse(j$status == "ongoing", Inf, j$end_day)
unknown <- unique(j$id[is.na(j$start_day) | is.na(until)])
p <- p[!(p$id %in% unknown), ]
path_of <- function(id, last) {
  state <- rep(0, last + 1)
  for (i in which(j$id == id)) state[seq(max(j$start_day[i], 0), min(until[i], last)) + 1] <- 1
  state
}
states <- mapply(path_of, p$id, p$last_day, SIMPLIFY = FALSE)
days <- c(183, 365, 914)
rows <- state_rows("all", "all", states, days)
for (level in c("first half", "second half")) rows <- rbind(rows, state_rows("experience", level, states[p$experience == level], days))
write_values(rows, "ips_mis_states")
